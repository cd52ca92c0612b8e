package dev.colophon.etl.git;

/** A document at the head of a branch. */
public record GitDocument(String path, String text) {}
