"""Work that outlives the request: one public table holds it, a broker only wakes whoever does it.

Ask with ``tenants.kernel.jobs.queue.enqueue``, declare with ``tenants.kernel.jobs.tasks.tenant_task``.
"""
