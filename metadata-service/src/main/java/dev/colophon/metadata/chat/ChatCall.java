package dev.colophon.metadata.chat;

import dev.colophon.events.Ids;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** One question of one client and the attempts at it. */
record ChatCall(UUID id, UUID clientId, ChatQuestion question, AtomicInteger attempts) {

    static ChatCall of(UUID clientId, ChatQuestion question) {
        return new ChatCall(Ids.newId(), clientId, question, new AtomicInteger());
    }

    int nextAttempt() {
        return attempts.incrementAndGet();
    }
}
