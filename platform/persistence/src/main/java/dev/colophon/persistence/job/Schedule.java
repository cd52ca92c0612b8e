package dev.colophon.persistence.job;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/** When a job is due. Its text tells whether it has changed since the job ran last. */
public sealed interface Schedule {

    /** The next time after {@code instant}; null where only a request starts the job. */
    @Nullable
    Instant next(Instant instant);

    /**
     * By a cron expression of six fields, seconds first, in UTC; {@code -} never by itself.
     *
     * @throws IllegalArgumentException where it is none
     */
    static Schedule cron(String expression) {
        return expression.strip().equals("-") ? new OnRequest() : new Cron(CronExpression.parse(expression));
    }

    /** Again and again, this long from one start to the next. */
    static Schedule every(Duration interval) {
        return new Every(interval);
    }

    /** At times of the calendar, in UTC. */
    record Cron(CronExpression expression) implements Schedule {

        @Override
        public @Nullable Instant next(Instant instant) {
            ZonedDateTime next = expression.next(instant.atZone(ZoneOffset.UTC));
            return next == null ? null : next.toInstant();
        }

        @Override
        public String toString() {
            return expression + " UTC";
        }
    }

    /** At intervals. */
    record Every(Duration interval) implements Schedule {

        public Every {
            if (interval.isZero() || interval.isNegative()) {
                throw new IllegalArgumentException("an interval must be positive, not " + interval);
            }
        }

        @Override
        public Instant next(Instant instant) {
            return instant.plus(interval);
        }

        @Override
        public String toString() {
            return "every " + interval;
        }
    }

    /** Never by itself. */
    record OnRequest() implements Schedule {

        @Override
        public @Nullable Instant next(Instant instant) {
            return null;
        }

        @Override
        public String toString() {
            return "on request";
        }
    }
}
