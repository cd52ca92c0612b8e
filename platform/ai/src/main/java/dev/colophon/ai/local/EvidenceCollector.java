package dev.colophon.ai.local;

import dev.colophon.ai.local.text.Block;
import dev.colophon.ai.local.text.Prose;
import dev.colophon.ai.local.text.StopWords;
import dev.colophon.ai.local.text.Word;
import dev.colophon.ai.local.text.WordScanner;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a project's texts for the terms that it could be tagged with. */
record EvidenceCollector(KeywordExtractor keywords, StopWords stopWords, TagWords words) {

    private static final int MOST_BLOCKS = 600;
    private static final int LEADING_BLOCKS = 12;
    private static final int OPENING_BLOCKS = 60;
    private static final int OPENING_WORDS = 2_000;
    private static final int KEYWORDS_READ = 60;
    private static final int FEWEST_ITEMS_FOR_SHARE = 25;
    private static final double OWN_WORD_SHARE = 0.04;

    ProjectEvidence collect(ProjectTexts project) {
        ItemTexts items = ItemTexts.of(project.items());
        List<List<Block>> documents = project.documents().stream()
                .map(document -> Prose.of(document).blocks())
                .toList();
        String description = descriptionOf(project);
        People people = new People(
                Stream.concat(project.people().stream(), items.people().stream())::iterator,
                ownWords(project.name(), description, items));
        Set<String> grammar = stopWords.of(opening(documents));
        TagTerms terms = new TagTerms(words, word -> people.isName(word) || grammar.contains(word));
        return new ProjectEvidence(
                terms.of(project.name().replaceAll("[/:]", " ")),
                terms.of(description),
                ofItems(items, terms),
                ofDocuments(documents, terms),
                keywordTerms(project, terms));
    }

    private static String descriptionOf(ProjectTexts project) {
        String description = project.description();
        return description == null ? "" : Prose.of(description).text();
    }

    /** Words that are the project's own, though somebody may be called so. */
    private Set<String> ownWords(String name, String description, ItemTexts items) {
        TagTerms naming = new TagTerms(words, word -> false);
        Set<String> own = new HashSet<>(naming.of(name));
        own.addAll(naming.of(description));
        if (items.subjects().size() >= FEWEST_ITEMS_FOR_SHARE) {
            TagEvidence all = ofItems(items, naming);
            all.terms().stream()
                    .filter(term -> all.share(term) >= OWN_WORD_SHARE)
                    .forEach(own::add);
        }
        return own;
    }

    /** Enough words of the documents to tell their language. */
    private static List<Word> opening(List<List<Block>> documents) {
        return documents.stream()
                .flatMap(blocks -> blocks.stream().limit(OPENING_BLOCKS))
                .flatMap(block -> WordScanner.scan(block.text()).stream())
                .limit(OPENING_WORDS)
                .toList();
    }

    private static TagEvidence ofItems(ItemTexts items, TagTerms terms) {
        TagEvidence evidence = new TagEvidence();
        for (int i = 0; i < items.subjects().size(); i++) {
            Set<String> all = terms.of(items.subjects().get(i));
            all.addAll(terms.of(items.bodies().get(i)));
            evidence.add(all, 1);
        }
        return evidence;
    }

    private static TagEvidence ofDocuments(List<List<Block>> documents, TagTerms terms) {
        TagEvidence evidence = new TagEvidence();
        for (List<Block> blocks : documents) {
            for (int i = 0; i < Math.min(MOST_BLOCKS, blocks.size()); i++) {
                boolean leads = i < LEADING_BLOCKS || blocks.get(i).kind() == Block.Kind.HEADING;
                evidence.add(terms.of(blocks.get(i).text()), leads ? 2 : 1);
            }
        }
        return evidence;
    }

    private List<String> keywordTerms(ProjectTexts project, TagTerms terms) {
        String text = String.join("\n\n", project.documents());
        return keywords.extract(project.description(), text, KEYWORDS_READ).keywords().stream()
                .map(Keyword::text)
                .flatMap(keyword -> terms.of(keyword).stream())
                .distinct()
                .toList();
    }
}
