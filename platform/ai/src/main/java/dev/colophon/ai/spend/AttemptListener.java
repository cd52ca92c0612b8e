package dev.colophon.ai.spend;

/** Is told of each attempt when it ended. */
@FunctionalInterface
public interface AttemptListener {

    void ended(Attempt attempt, Target target);
}
