package dev.colophon.ai.local;

import dev.colophon.ai.local.text.Block;
import dev.colophon.ai.local.text.Prose;
import dev.colophon.ai.local.text.SentenceSplitter;
import dev.colophon.ai.local.text.StopWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Summarises by choosing sentences, so that nothing is said that the text does not say. Markup, code, quotes and logs are
 * left out; the same text gives the same summary; work is bounded whatever the text's size. Thread-safe.
 */
public final class Summarizer {

    /** Work on tests, documentation and releases says little of what a project is. */
    private static final Pattern UPKEEP = Pattern.compile(
            "(?i)\\b(?:typos?|javadocs?|docs?|documentation|readme|flak\\w{0,9}|compil\\w{0,9}|snapshot|version|dependenc\\w{0,9}"
                    + "|obsolete|license|copyright|bom|ci|github|nullability|refactor\\w{0,9}|cleanup|warnings?)\\b|tests?\\b|-\\w{0,20}\\d\\b");

    private static final int TOPICS_TOLD = 5;
    private static final int LONGEST_CHANGE = 140;
    private static final int CHANGES_READ = 200;

    private final SummarySentences candidates;
    private final SentenceRanking ranking;
    private final ProjectLead lead;
    private final TagMaker tags;

    Summarizer(SentenceSplitter splitter, StopWords stopWords, TagMaker tags) {
        this.candidates = new SummarySentences(splitter);
        this.ranking = new SentenceRanking(stopWords);
        this.lead = new ProjectLead(candidates);
        this.tags = tags;
    }

    /** At most {@code maxSentences} sentences of a Markdown or plain text; empty where it holds no prose. */
    public Summary summarize(String text, int maxSentences) {
        Prose prose = Prose.of(text);
        List<String> sentences = candidates.of(prose);
        if (sentences.isEmpty()) {
            return new Summary(prose.blocks().stream()
                    .map(Block::text)
                    .filter(block -> block.length() < 300)
                    .limit(Math.min(1, maxSentences))
                    .toList());
        }
        return new Summary(ranking.choose(sentences, List.of(), maxSentences));
    }

    /**
     * What a project is, in at most {@code maxSentences}: first what its description or read-me say it is, then what
     * matters most in its documents, then what its changes are about. Never empty for a project with a name.
     */
    public Summary summarizeProject(ProjectTexts project, int maxSentences) {
        List<Tag> topics = tags.tags(project, TOPICS_TOLD * 2);
        List<String> told = new ArrayList<>();
        lead.of(project).stream().limit(maxSentences).forEach(told::add);
        String about = topics(project, topics, told.isEmpty());
        boolean leads = told.isEmpty() && about != null && !project.items().isEmpty();
        if (leads) {
            told.add(about);
        }
        told.addAll(documented(project, told, maxSentences - told.size()));
        if (!leads && about != null && (told.isEmpty() || !project.items().isEmpty()) && told.size() < maxSentences) {
            told.add(about);
        }
        String changes = told.size() < maxSentences ? changes(project, topics) : null;
        if (changes != null) {
            told.add(changes);
        }
        if (told.isEmpty() && !project.name().isBlank()) {
            told.add(project.name().strip() + ".");
        }
        return new Summary(told);
    }

    /** Sentences from the documents; room is left for a word on the changes. */
    private List<String> documented(ProjectTexts project, List<String> told, int room) {
        int max = project.items().isEmpty() || told.isEmpty() ? room : Math.min(room, Math.max(1, room - 1));
        if (max <= 0 || project.documents().isEmpty()) {
            return List.of();
        }
        List<String> sentences = new ArrayList<>(project.documents().stream()
                .flatMap(document -> candidates.of(Prose.of(document)).stream())
                .limit(SummarySentences.MOST)
                .toList());
        sentences.removeIf(ranking::isDiscouraged);
        sentences.removeIf(sentence -> told.stream().anyMatch(other -> other.contains(sentence)));
        return sentences.isEmpty() ? List.of() : ranking.choose(sentences, told, max);
    }

    private static @Nullable String topics(ProjectTexts project, List<Tag> topics, boolean alone) {
        String own = project.name().toLowerCase(Locale.ROOT).replace('-', ' ');
        List<String> names = new ArrayList<>();
        for (Tag tag : topics) {
            String topic = tag.name().replace('-', ' ');
            boolean told = names.stream().anyMatch(name -> name.contains(topic) || topic.contains(name));
            if (!told && !own.contains(topic) && names.size() < TOPICS_TOLD) {
                names.add(topic);
            }
        }
        if (names.isEmpty() || (!alone && project.items().isEmpty())) {
            return null;
        }
        String subject = project.items().isEmpty()
                ? project.name().strip() + " is about "
                : (alone ? "The work on " + project.name().strip() : "Recent work") + " is mainly about ";
        return subject + enumerate(names) + ".";
    }

    private static String enumerate(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    /** Two changes that speak of the project's topics, in their authors' words. */
    private static @Nullable String changes(ProjectTexts project, List<Tag> topics) {
        List<String> subjects = ItemTexts.of(
                        project.items().stream().limit(CHANGES_READ).toList())
                .subjects()
                .stream()
                .map(Summarizer::plain)
                .filter(subject -> subject.length() <= LONGEST_CHANGE && subject.split(" ").length >= 4)
                .filter(subject -> !UPKEEP.matcher(subject).find())
                .distinct()
                .toList();
        List<String> telling = TellingSubjects.choose(subjects, topics, 2);
        return telling.size() < 2
                ? null
                : telling.stream().collect(Collectors.joining("\"; \"", "Typical changes: \"", "\"."));
    }

    private static String plain(String subject) {
        String text = subject.replace("`", "").replace("\"", "'").strip();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
