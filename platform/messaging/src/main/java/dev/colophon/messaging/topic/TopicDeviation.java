package dev.colophon.messaging.topic;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One setting of a topic that is not as declared: events may be lost early, or kept for too long. */
public record TopicDeviation(
        String topic, String setting, @Nullable String found, String declared) {

    /** @param found gives a setting as the broker has it; null where it has none */
    static List<TopicDeviation> between(
            String topic, Map<String, String> declared, Function<String, @Nullable String> found) {
        return new TreeMap<>(declared)
                .entrySet().stream()
                        .filter(setting -> !Objects.equals(found.apply(setting.getKey()), setting.getValue()))
                        .map(setting -> new TopicDeviation(
                                topic, setting.getKey(), found.apply(setting.getKey()), setting.getValue()))
                        .toList();
    }

    @Override
    public String toString() {
        return topic + ": " + setting + " is " + found + ", declared is " + declared;
    }
}
