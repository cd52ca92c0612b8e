package dev.colophon.ai.spend;

import dev.colophon.events.Ids;
import java.util.UUID;

/** Names what is set aside for a replay: whoever knows the replay and the client knows the allowance. */
public final class Allowances {

    private Allowances() {}

    /** A replay has one allowance for each client. */
    public static UUID idOf(UUID replayId, UUID clientId) {
        return Ids.derived(replayId.toString(), clientId.toString());
    }
}
