package dev.colophon.metadata.chat;

import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.spend.SpendProblems;
import dev.colophon.ai.spend.UnknownPriceException;
import dev.colophon.web.problem.ProblemException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a caller is told when nobody answered. */
final class ChatRefusals {

    /** Statuses that speak of what was asked, and not of who asked. */
    private static final Set<Integer> OF_CONTENT = Set.of(400, 413, 422);

    private ChatRefusals() {}

    /** @param failure the one most worth knowing; null where nobody was asked at all */
    static ProblemException of(@Nullable ProviderFailure failure) {
        if (failure == null) {
            return SpendProblems.unanswered("none could be asked", true, null);
        }
        if (failure.getCause() instanceof UnknownPriceException unknown) {
            return SpendProblems.unknownPrice(unknown.getMessage());
        }
        if (failure.status() != null && OF_CONTENT.contains(failure.status())) {
            return ProblemException.badRequest("The provider refused the request: " + failure.getMessage());
        }
        return SpendProblems.unanswered(failure.getMessage(), failure.kind() != Kind.PERMANENT, failure.retryAfter());
    }
}
