package dev.colophon.metadata.upkeep;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far one run of the nightly job is, and what it does next: asks for a batch, waits for a long queue, or ends because
 * there is nothing more to ask for, it has been enough, or the queue stayed long. Not for several threads at once.
 */
final class Night {

    /** What to do next. */
    enum Step {
        ASK,
        WAIT,
        END
    }

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final NightlyProperties settings;
    private UUID last = BEFORE_ALL;
    private long asked;
    private long passedOver;
    private Duration waited = Duration.ZERO;
    private @Nullable String end;

    Night(NightlyProperties settings) {
        this.settings = settings;
    }

    /** @param waiting projects that wait for metadata now */
    Step next(long waiting) {
        if (asked >= settings.limit()) {
            end = "enough for one night";
        } else if (waiting > settings.mostWaiting()) {
            if (waited.compareTo(settings.patience()) < 0) {
                waited = waited.plus(settings.pause());
                return Step.WAIT;
            }
            end = "the queue is long";
        } else {
            waited = Duration.ZERO;
            return Step.ASK;
        }
        return Step.END;
    }

    /** How many projects to look for now, after {@link #last}. */
    int batch() {
        return (int) Math.min(settings.batch(), settings.limit() - asked);
    }

    UUID last() {
        return last;
    }

    /** A project was come upon, and asked for unless somebody was faster. */
    void passed(UUID project, boolean wasAsked) {
        last = project;
        if (wasAsked) {
            asked++;
        } else {
            passedOver++;
        }
    }

    void nothingMore() {
        end = "all asked for";
    }

    boolean goesOn() {
        return end == null;
    }

    /** Whether the queue was too long to ask for anything. */
    boolean didNothing() {
        return asked == 0 && "the queue is long".equals(end);
    }

    /** For operators. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("projects_asked_for", asked);
        figures.put("projects_passed_over", passedOver);
        figures.put("ended_because", String.valueOf(end));
        return figures;
    }
}
