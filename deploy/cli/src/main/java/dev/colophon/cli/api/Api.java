package dev.colophon.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The calls that commands make, as JSON: a command shows what the API answers and adds nothing to it. */
public interface Api {

    JsonNode get(String path);

    /** Repeated calls have the effect of one. */
    JsonNode post(String path, ObjectNode body);

    JsonNode patch(String path, ObjectNode body);

    void delete(String path);

    /** All pages of a list. */
    List<JsonNode> all(String path);

    /** The first {@code limit} elements of a list, over as many of its pages as that takes. */
    List<JsonNode> upTo(int limit, String path);

    /** The first element of a list, over all its pages, that fits. */
    Optional<JsonNode> first(String path, Predicate<JsonNode> fits);

    /** Where the API is, for people to follow. */
    String url();
}
