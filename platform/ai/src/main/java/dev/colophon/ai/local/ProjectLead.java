package dev.colophon.ai.local;

import dev.colophon.ai.local.text.Prose;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds the sentence that says what a project is: its description, or the defining sentence of its read-me. */
final class ProjectLead {

    private static final int LOOKED_AT = 25;
    private static final int FIT_TO_LEAD = 5;
    private static final int LONGEST_DESCRIPTION = 500;
    private static final Pattern DEFINES = Pattern.compile(
            "(?i)(?:^|.*?\\b)(?:is|are|provides?|offers?|aims?|helps?|lets|enables?|implements?|contains?|describes?|is designed)\\b.*");
    private static final Pattern THIS = Pattern.compile(
            "(?i)^(?:this|the) (?:project|library|repository|service|application|tool|framework|document|module|guide|page|plugin|package|proposal)\\b.*");
    private static final Pattern STATUS = Pattern.compile(
            "(?i).*\\b(?:licen[cs]ed?|copyright|trademark|badge|sponsor|news|release[ds]?|available (?:at|on|from)|moved|archived|deprecated|contribut|copy of|pull request|recommended|required|vulnerabilit|welcome)\\b.*");

    private final SummarySentences sentences;

    ProjectLead(SummarySentences sentences) {
        this.sentences = sentences;
    }

    /** None, one or two sentences. */
    List<String> of(ProjectTexts project) {
        List<String> lead = new ArrayList<>();
        String description = project.description();
        if (description != null && description.strip().split("\\s+").length >= 3) {
            lead.addAll(described(description));
        }
        if (lead.isEmpty() && !project.documents().isEmpty()) {
            List<String> first = sentences.of(Prose.of(project.documents().get(0)));
            best(first, project.name(), lead);
        }
        return lead;
    }

    private List<String> described(String description) {
        Prose prose = Prose.of(description);
        List<String> fit = sentences.of(prose);
        if (!fit.isEmpty()) {
            return fit.stream().limit(2).toList();
        }
        String whole = prose.text().replace('\n', ' ').strip();
        return whole.isEmpty() || whole.length() > LONGEST_DESCRIPTION ? List.of() : List.of(whole);
    }

    private static void best(List<String> first, String name, List<String> lead) {
        String folded = fold(name);
        String best = null;
        int most = 0;
        for (int i = 0; i < Math.min(LOOKED_AT, first.size()); i++) {
            String sentence = first.get(i);
            boolean defines = DEFINES.matcher(sentence).matches();
            boolean named = folded.length() > 2 && fold(sentence).startsWith(folded);
            boolean mentions = folded.length() > 2 && fold(sentence).contains(folded);
            int score = (defines ? 3 : 0)
                    + (defines && (named || THIS.matcher(sentence).matches()) ? 5 : 0)
                    + (mentions ? 2 : 0)
                    + (i < 3 ? 3 - i : 0)
                    - (STATUS.matcher(sentence).matches() ? 5 : 0);
            if (score > most) {
                most = score;
                best = sentence;
            }
        }
        if (best != null && most >= FIT_TO_LEAD) {
            lead.add(best);
        }
    }

    private static String fold(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
