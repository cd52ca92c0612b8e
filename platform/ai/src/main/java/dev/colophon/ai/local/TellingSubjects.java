package dev.colophon.ai.local;

import dev.colophon.ai.local.text.Singular;
import dev.colophon.ai.local.text.WordScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Picks the subjects of changes that say most of a project's topics in few words, each on topics of its own. */
final class TellingSubjects {

    private TellingSubjects() {}

    /** At most {@code max}, in the order given; none that speaks of no topic. */
    static List<String> choose(List<String> subjects, List<Tag> topics, int max) {
        List<String> chosen = new ArrayList<>();
        Set<String> told = new HashSet<>();
        while (chosen.size() < max) {
            String best = null;
            double most = 0;
            for (String subject : subjects) {
                double worth = chosen.contains(subject) ? 0 : worth(subject, topics, told);
                if (worth > most) {
                    most = worth;
                    best = subject;
                }
            }
            if (best == null) {
                break;
            }
            String folded = folded(best);
            topics.stream()
                    .map(Tag::name)
                    .filter(name -> speaksOf(folded, name))
                    .forEach(told::add);
            chosen.add(best);
        }
        return subjects.stream().filter(chosen::contains).toList();
    }

    private static double worth(String subject, List<Tag> topics, Set<String> told) {
        String folded = folded(subject);
        double worth = 0;
        for (Tag topic : topics) {
            if (speaksOf(folded, topic.name())) {
                worth += told.contains(topic.name()) ? topic.score() / 4 : topic.score();
            }
        }
        return worth / Math.sqrt(6 + subject.split(" ").length);
    }

    private static boolean speaksOf(String folded, String topic) {
        return folded.contains(" " + topic.replace('-', ' ') + " ");
    }

    private static String folded(String subject) {
        String words = subject.replaceAll("(?<=[a-z0-9])(?=[A-Z])|-", " ");
        return WordScanner.scan(words).stream()
                .map(word -> Singular.of(word.text().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(" ", " ", " "));
    }
}
