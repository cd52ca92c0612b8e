package dev.colophon.metadata.replay;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Text with the mix of words, names of code, numbers, hashes and other scripts that engineers write. */
final class Sentences {

    private static final String[] SUBJECTS = {
        "The message listener",
        "A retry topic",
        "`ConcurrentKafkaListenerContainerFactory`",
        "Der Verbraucher",
        "The outbox",
        "KafkaTemplate.sendOffsetsToTransaction()",
        "消息监听器",
        "The replay",
        "GH-2041:",
        "A dead letter",
        "Le courtier"
    };
    private static final String[] DEEDS = {
        "commits offsets after",
        "is rolled back before",
        "bestätigt",
        "no longer blocks",
        "logs `NullPointerException` on",
        "prétend attendre",
        "retries up to",
        "was renamed to",
        "depends on",
        "is measured against",
        "deprecates"
    };
    private static final String[] OBJECTS = {
        "every batch of records",
        "`max.poll.interval.ms=300000`",
        "the idempotent producer",
        "分区重新分配",
        "the schema registry",
        "org.apache.kafka:kafka-clients:3.9.1",
        "a transaction that spans two brokers",
        "die Warteschlange",
        "its deadline"
    };

    private Sentences() {}

    static String about(Random random, int sentences) {
        return IntStream.range(0, sentences)
                .mapToObj(i -> "%s %s %s%s"
                        .formatted(
                                one(SUBJECTS, random),
                                one(DEEDS, random),
                                one(OBJECTS, random),
                                i % 7 == 6 ? " (" + Long.toHexString(random.nextLong()) + ").\n\n" : "."))
                .collect(Collectors.joining(" "));
    }

    private static String one(String[] choices, Random random) {
        return choices[random.nextInt(choices.length)];
    }
}
