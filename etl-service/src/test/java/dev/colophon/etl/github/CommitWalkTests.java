package dev.colophon.etl.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommitWalkTests {

    @Test
    void takesEverythingForNewAtFirst() {
        CommitWalk walk = new CommitWalk("c", Set.of());

        assertThat(fresh(walk, "c:b", "b:a", "a:")).containsExactly("c", "b", "a");
        assertThat(walk.done()).isTrue();
    }

    @Test
    void endsAtTheKnownHead() {
        CommitWalk walk = new CommitWalk("d", Set.of("b"));

        assertThat(fresh(walk, "d:c", "c:b", "b:a")).containsExactly("d", "c");
        assertThat(walk.done()).isTrue();
        assertThat(new CommitWalk("b", Set.of("b")).done()).isTrue();
    }

    @Test
    void goesBehindTheKnownHeadForWhatAMergeBringsIn() {
        CommitWalk walk = new CommitWalk("merge", Set.of("m2"));

        assertThat(fresh(walk, "merge:m2 side2", "m2:m1", "side2:side1", "m1:base", "side1:base"))
                .containsExactly("merge", "side2", "side1");
        assertThat(walk.done()).as("the base is an ancestor of what is known").isTrue();
    }

    @Test
    void endsWhereARewrittenHistoryParted() {
        CommitWalk walk = new CommitWalk("n2", Set.of("gone"));

        assertThat(fresh(walk, "n2:n1")).containsExactly("n2");
        walk.know("base");
        assertThat(fresh(walk, "n1:base", "base:older", "older:")).containsExactly("n1");
        assertThat(walk.done()).isTrue();
    }

    @Test
    void losesNoParentThatComesBeforeItsChild() {
        CommitWalk walk = new CommitWalk("d", Set.of("a"));

        assertThat(fresh(walk, "d:c", "b:a", "c:b", "a:")).containsExactly("d", "b", "c");
        assertThat(walk.done()).isTrue();
    }

    private static List<String> fresh(CommitWalk walk, String... listed) {
        List<String> fresh = new ArrayList<>();
        for (String commit : listed) {
            String[] parts = commit.split(":", -1);
            List<String> parents = parts[1].isEmpty() ? List.of() : List.of(parts[1].split(" "));
            if (walk.isNew(parts[0], parents)) {
                fresh.add(parts[0]);
            }
        }
        return fresh;
    }
}
