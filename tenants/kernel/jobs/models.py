from django.db import models


class DueWork(models.Model):
    """One thing to do at a time, for one business or for the platform: the truth behind every job.

    ``kwargs`` holds ids and plain values, never a secret. A row disappears when its work is done. ``held`` work came
    due while its business was suspended; it goes on, as if it had just come due, when the business is restored.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        HELD = "held"
        DEAD = "dead"

    business_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=100)
    kwargs = models.JSONField(default=dict)
    key = models.CharField(max_length=200, null=True)
    due_at = models.DateTimeField()
    woken_until = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "jobs_due_work"
        constraints = [
            models.UniqueConstraint(
                fields=["business_id", "name", "key"],
                name="jobs_due_work_once",
                nulls_distinct=False,
                condition=models.Q(key__isnull=False),
            ),
        ]
        indexes = [
            # The scheduler's tick: what is due, oldest first, whatever the number of businesses.
            models.Index("due_at", name="jobs_due_work_due", condition=models.Q(state="waiting")),
            # The console's list of dead letters of one business.
            models.Index("business_id", name="jobs_due_work_dead", condition=models.Q(state="dead")),
            # What goes on when a business is restored.
            models.Index("business_id", name="jobs_due_work_held", condition=models.Q(state="held")),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"
