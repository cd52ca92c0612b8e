package dev.colophon.etl.git;

import java.io.IOException;
import org.eclipse.jgit.errors.StopWalkException;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Lets the first so many files pass that differ, and ends the walk there. For one walk. */
final class FirstDifferences extends TreeFilter {

    private final int limit;
    private int passed;

    FirstDifferences(int limit) {
        this.limit = limit;
    }

    @Override
    public boolean include(TreeWalk walker) throws IOException {
        if (!ANY_DIFF.include(walker)) {
            return false;
        }
        if (!walker.isSubtree() && passed++ >= limit) {
            throw StopWalkException.INSTANCE;
        }
        return true;
    }

    @Override
    public boolean shouldBeRecursive() {
        return false;
    }

    @Override
    public TreeFilter clone() {
        return new FirstDifferences(limit);
    }
}
