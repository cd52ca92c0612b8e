package dev.colophon.metadata.generation;

/** Where projects wait for metadata. */
final class GenerationQueue {

    static final String NAME = "metadata";

    private GenerationQueue() {}
}
