package dev.colophon.metadata.draft;

import dev.colophon.ai.local.DifficultyRater;
import dev.colophon.ai.local.MetadataQuality;
import dev.colophon.ai.local.ProjectTexts;
import dev.colophon.ai.local.Summarizer;
import dev.colophon.ai.local.Tag;
import dev.colophon.ai.local.TagMaker;
import org.springframework.stereotype.Component;

/** Writes metadata without a network, and judges what others write. Takes CPU: not for event loops. */
@Component
class LocalDrafts {

    /** The version of the rules below, in place of a prompt's. */
    static final String VERSION = "local-1";

    private static final int TAGS = 8;
    private static final int SENTENCES = 3;

    private final TagMaker tags;
    private final Summarizer summaries;
    private final DifficultyRater difficulty;
    private final MetadataQuality quality;

    LocalDrafts(TagMaker tags, Summarizer summaries, DifficultyRater difficulty, MetadataQuality quality) {
        this.tags = tags;
        this.summaries = summaries;
        this.difficulty = difficulty;
        this.quality = quality;
    }

    Draft write(ProjectTexts project) {
        return new Draft(
                tags.tags(project, TAGS).stream().map(Tag::name).toList(),
                bounded(summaries.summarizeProject(project, SENTENCES).text()),
                difficulty.rate(project).level().wireName());
    }

    double quality(ProjectTexts project, Draft draft) {
        return quality.score(project, draft.tags(), draft.summary(), draft.difficulty())
                .value();
    }

    /** A text without sentences can make one very long sentence. */
    private static String bounded(String summary) {
        if (summary.length() <= DraftCheck.LONGEST_SUMMARY) {
            return summary;
        }
        int end = summary.lastIndexOf(' ', DraftCheck.LONGEST_SUMMARY - 1);
        return summary.substring(0, end > 0 ? end : DraftCheck.LONGEST_SUMMARY - 2)
                        .strip() + "…";
    }
}
