package dev.colophon.persistence.job;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What is told of scheduled work. The label is not {@code job}, which Prometheus takes for itself. */
enum JobMeter implements DocumentedMeter {
    DURATION(MeterDeclaration.timer(
            "colophon.job.duration",
            "How long runs of jobs took, on this instance",
            "name",
            "outcome=succeeded|failed|skipped")),
    LAST_SUCCESS_AGE(MeterDeclaration.gauge(
            "colophon.job.last.success.age", "seconds", "Since a job last succeeded, or was made", "name")),
    OVERDUE(MeterDeclaration.gauge("colophon.job.overdue", "seconds", "For how long a job has been due", "name")),
    FAILURES(MeterDeclaration.gauge("colophon.job.failures", "", "Failures of a job in a row", "name")),
    RUNNING(MeterDeclaration.gauge("colophon.job.running", "", "1 while some instance runs the job", "name"));

    private final MeterDeclaration declaration;

    JobMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}
