package dev.colophon.events.item;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an item is. */
public enum ItemKind {
    @JsonProperty("document")
    DOCUMENT,
    @JsonProperty("jira_issue")
    JIRA_ISSUE,
    @JsonProperty("github_issue")
    GITHUB_ISSUE,
    @JsonProperty("pull_request")
    PULL_REQUEST,
    @JsonProperty("commit")
    COMMIT,
    @JsonProperty("meeting")
    MEETING;

    /** The name on the wire, in the database and in the API. */
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** @throws IllegalArgumentException for an unknown name */
    public static ItemKind fromWireName(String name) {
        for (ItemKind kind : values()) {
            if (kind.wireName().equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("unknown kind: " + name);
    }
}
