package dev.colophon.ai.local;

import dev.colophon.ai.local.text.Block;
import dev.colophon.ai.local.text.Prose;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Says in tags what a project is about. A term ranks by the share of items and of paragraphs that speak of it, by its
 * keyword score in the documents and by the project's own name; the vocabulary of work (merge, fix, bump), names of
 * people, hashes, versions and keys of issues are no terms. The same texts give the same tags. Thread-safe.
 */
public final class TagMaker {

    private static final int MOST_BLOCKS = 600;
    private static final int LEADING_BLOCKS = 12;
    private static final int KEYWORDS_READ = 60;
    private static final int FEWEST_ITEMS_FOR_SHARE = 25;
    private static final double OWN_WORD_SHARE = 0.04;

    /** A phrase in a smaller share of texts is no concept of the project yet. */
    private static final double FEW = 0.025;

    private static final double ITEMS_WEIGHT = 1.0;
    private static final double BLOCKS_WEIGHT = 0.9;
    private static final double KEYWORD_WEIGHT = 0.35;
    private static final double DESCRIPTION_WEIGHT = 0.35;
    private static final double NAME_WEIGHT = 0.3;

    private final KeywordExtractor keywords;
    private final TagWords words;

    TagMaker(KeywordExtractor keywords, TagWords words) {
        this.keywords = keywords;
        this.words = words;
    }

    /** At most {@code max} tags, best first; fewer or none where the texts do not hold them. */
    public List<Tag> tags(ProjectTexts project, int max) {
        Evidence evidence = gather(project);
        List<TagSelection.Candidate> candidates = evidence.terms()
                .map(term -> new TagSelection.Candidate(term, evidence.score(term), evidence.mentions(term)))
                .filter(candidate -> candidate.score() > 0)
                .sorted(Comparator.comparingDouble(TagSelection.Candidate::score)
                        .reversed()
                        .thenComparing(TagSelection.Candidate::term))
                .toList();
        return TagSelection.select(candidates, evidence::mentions, max);
    }

    private Evidence gather(ProjectTexts project) {
        ItemTexts items = ItemTexts.of(project.items());
        TagTerms naming = new TagTerms(words, word -> false);
        String description = project.description() == null ? "" : project.description();
        Set<String> ownWords = new HashSet<>(naming.of(project.name()));
        ownWords.addAll(naming.of(description));
        if (items.subjects().size() >= FEWEST_ITEMS_FOR_SHARE) {
            TagEvidence all = ofItems(items, naming);
            all.terms().stream()
                    .filter(term -> all.share(term) >= OWN_WORD_SHARE)
                    .forEach(ownWords::add);
        }
        People people =
                new People(Stream.concat(project.people().stream(), items.people().stream())::iterator, ownWords);
        TagTerms terms = new TagTerms(words, people::isName);
        return new Evidence(
                terms.of(project.name().replaceAll("[/:]", " ")),
                terms.of(String.join("\n", blockTexts(description))),
                ofItems(items, terms),
                ofDocuments(project, terms),
                keywordTerms(project, terms));
    }

    private static List<String> blockTexts(String markdown) {
        return Prose.of(markdown).blocks().stream().map(Block::text).toList();
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

    private static TagEvidence ofDocuments(ProjectTexts project, TagTerms terms) {
        TagEvidence evidence = new TagEvidence();
        for (String document : project.documents()) {
            List<Block> blocks = Prose.of(document).blocks();
            IntStream.range(0, Math.min(MOST_BLOCKS, blocks.size())).forEach(i -> {
                boolean leads = i < LEADING_BLOCKS || blocks.get(i).kind() == Block.Kind.HEADING;
                evidence.add(terms.of(blocks.get(i).text()), leads ? 2 : 1);
            });
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

    private record Evidence(
            Set<String> name, Set<String> description, TagEvidence items, TagEvidence blocks, List<String> keywords) {

        Stream<String> terms() {
            return Stream.of(name, description, items.terms(), blocks.terms())
                    .flatMap(Set::stream)
                    .distinct();
        }

        int mentions(String term) {
            return items.mentions(term)
                    + blocks.mentions(term)
                    + (description.contains(term) ? 1 : 0)
                    + (name.contains(term) ? 1 : 0);
        }

        double score(String term) {
            boolean owned = name.contains(term) || description.contains(term);
            if (!owned
                    && mentions(term) < 2
                    && items.terms().size() + blocks.terms().size() > 60) {
                return 0;
            }
            int rank = keywords.indexOf(term);
            double evidence = ITEMS_WEIGHT * Math.sqrt(items.share(term))
                    + BLOCKS_WEIGHT * Math.sqrt(blocks.share(term))
                    + (rank < 0 ? 0 : KEYWORD_WEIGHT / (1 + rank / 10.0))
                    + (description.contains(term) ? DESCRIPTION_WEIGHT : 0)
                    + (name.contains(term) ? NAME_WEIGHT : 0);
            return evidence * (1 + cohesion(term));
        }

        /** A phrase that its words seldom go without is a concept of its own. */
        private double cohesion(String term) {
            String[] parts = term.toLowerCase(Locale.ROOT).split(" ");
            if (parts.length == 1) {
                return 0;
            }
            int rarest = Arrays.stream(parts).mapToInt(this::mentions).min().orElse(0);
            double bound = rarest == 0 ? 0 : Math.min(1.0, (double) mentions(term) / rarest);
            double seen = Math.min(1.0, mentions(term) / Math.max(3, FEW * (items.texts() + blocks.texts())));
            return bound * seen + 0.05 * parts.length;
        }
    }

    /** The tag that a text names, or an empty string where it holds none: for names that come from elsewhere. */
    public String asTag(String text) {
        return new TagTerms(words, word -> false)
                .of(text).stream()
                        .reduce((a, b) -> b.length() > a.length() ? b : a)
                        .map(term -> term.replace(' ', '-'))
                        .orElse("");
    }

    static String kebab(String term) {
        return Arrays.stream(term.split(" ")).collect(Collectors.joining("-"));
    }
}
