"""Celery. The database holds the work; the broker only wakes workers, so losing it loses nothing."""

from config.settings.env import env
from config.settings.parts.paths import VAR_DIR

BROKER_URL = env.text("BROKER_URL", "filesystem://")
REDIS_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 2,
    "visibility_timeout": 300,
    # A page tells the broker once. kombu's own patience made it wait six seconds for one that is down (measured).
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
_folder = VAR_DIR / "broker"

CELERY_BROKER_URL = BROKER_URL
CELERY_TASK_DEFAULT_QUEUE = "mango"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "data_folder_in": str(_folder / "queue"),
        "data_folder_out": str(_folder / "queue"),
        "control_folder": str(_folder / "control"),
        "store_processed": False,
        "polling_interval": 0.1,  # seconds; it looks into a folder, and stops as soon as it has looked
    }
    if BROKER_URL.startswith("filesystem")
    else REDIS_OPTIONS
)
SCHEDULER_TICK_SECONDS = 1.0
