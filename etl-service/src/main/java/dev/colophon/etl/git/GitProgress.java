package dev.colophon.etl.git;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a repository is read.
 *
 * @param heads each branch's commit that is read up to
 * @param position how many of the documents and commits on the way there are done
 */
record GitProgress(Map<String, String> heads, int position) {

    /** What a run saved; without heads where it saved nothing. */
    static GitProgress of(JsonNode checkpoint) {
        return new GitProgress(heads(checkpoint), checkpoint.path("position").asInt());
    }

    /** The heads in a cursor or a checkpoint. */
    static Map<String, String> heads(JsonNode node) {
        Map<String, String> heads = new LinkedHashMap<>();
        node.path("heads")
                .properties()
                .forEach(head -> heads.put(head.getKey(), head.getValue().asText()));
        return heads;
    }

    static JsonNode cursor(Map<String, String> heads) {
        ObjectNode cursor = JsonNodeFactory.instance.objectNode();
        ObjectNode branches = cursor.putObject("heads");
        heads.forEach(branches::put);
        return cursor;
    }

    GitProgress at(int next) {
        return new GitProgress(heads, next);
    }

    JsonNode checkpoint() {
        return ((ObjectNode) cursor(heads)).put("position", position);
    }
}
