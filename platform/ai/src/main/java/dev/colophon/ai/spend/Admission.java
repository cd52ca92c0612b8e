package dev.colophon.ai.spend;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The answer to whether a paid attempt may be made. */
public sealed interface Admission {

    /**
     * What an attempt is expected to take.
     *
     * @param attemptId also the id of the reservation: asking twice reserves once
     * @param inputTokens counted or estimated here
     * @param maxOutputTokens null where nothing limits the answer
     * @param replayId the replay that it is for, whose allowance it draws from where there is one; null for live work
     */
    record Request(
            UUID attemptId,
            UUID callId,
            String operation,
            @Nullable UUID projectId,
            @Nullable UUID integrationId,
            String provider,
            String model,
            long inputTokens,
            @Nullable Long maxOutputTokens,
            @Nullable UUID replayId) {

        /** Of live work. */
        public Request(
                UUID attemptId,
                UUID callId,
                String operation,
                @Nullable UUID projectId,
                @Nullable UUID integrationId,
                String provider,
                String model,
                long inputTokens,
                @Nullable Long maxOutputTokens) {
            this(
                    attemptId,
                    callId,
                    operation,
                    projectId,
                    integrationId,
                    provider,
                    model,
                    inputTokens,
                    maxOutputTokens,
                    null);
        }
    }

    /**
     * It may be made.
     *
     * @param estimatedCost null where no price is known and the client's policy only flags that
     * @param price null like {@code estimatedCost}
     * @param warnings soft limits that were crossed
     */
    record Admitted(
            @Nullable BigDecimal estimatedCost, @Nullable TokenPrice price, List<String> warnings)
            implements Admission {

        /** Where nothing has to be admitted. */
        public static final Admitted FREELY = new Admitted(null, null, List.of());

        public Admitted {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * What was reserved before its attempt came.
     *
     * @param id the attempt's from now on
     * @param price null where none is known
     */
    record Reserved(UUID id, @Nullable TokenPrice price) {}

    /** A hard limit would be crossed, or what is set aside for the replay that the attempt is for. */
    record OverBudget(BudgetExceededException.Numbers numbers, boolean degrade) implements Admission {}

    /** No price is known for the model, and the client's policy refuses what cannot be priced. */
    record UnknownPrice(String detail) implements Admission {}

    /** Nobody could be asked, or no answer was understood: a paid attempt has to wait. */
    record Away(String detail) implements Admission {}
}
