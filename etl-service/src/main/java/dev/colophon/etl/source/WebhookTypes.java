package dev.colophon.etl.source;

/** Which types of sources can tell of changes by themselves. */
public interface WebhookTypes {

    boolean has(String type);
}
