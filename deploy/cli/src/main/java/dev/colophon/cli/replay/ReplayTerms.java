package dev.colophon.cli.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how a replay is carried out: how fast, for how much, and how it is begun. */
public final class ReplayTerms {

    @Option(names = "--rate", paramLabel = "N", description = "Events a second at most.")
    private @Nullable Integer rate;

    @Option(
            names = "--max-cost",
            paramLabel = "USD",
            description = "Pause when this is spent. Default: the most that it can cost by the estimate.")
    private @Nullable BigDecimal maxCost;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit.")
    private @Nullable String reason;

    @Option(names = "--dry-run", description = "Only say what it would take, and cost.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask whether to go on.")
    private boolean yes;

    @Option(names = "--detach", description = "Do not wait for the end.")
    private boolean detach;

    boolean dryRun() {
        return dryRun;
    }

    boolean yes() {
        return yes;
    }

    boolean detach() {
        return detach;
    }

    @Nullable
    BigDecimal maxCost() {
        return maxCost;
    }

    ObjectNode addTo(ObjectNode body) {
        if (rate != null) {
            body.put("max_per_second", rate);
        }
        if (maxCost != null) {
            body.put("max_cost", maxCost);
        }
        if (reason != null) {
            body.put("reason", reason);
        }
        return body;
    }
}
