"""`make demo`: everything Mango needs, as one tree of processes on this machine. Starts without Django."""
