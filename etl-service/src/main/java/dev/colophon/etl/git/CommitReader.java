package dev.colophon.etl.git;

import dev.colophon.etl.text.Commit;
import dev.colophon.etl.text.FileChange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.util.io.DisabledOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a commit and what it changed against its first parent. Merges are read without files. */
public final class CommitReader implements AutoCloseable {

    /** Files listed of one commit. */
    public static final int MAX_FILES = 300;

    private static final Logger log = LoggerFactory.getLogger(CommitReader.class);
    private static final int LARGEST_COUNTED_FILE = 1 << 20;
    private static final int RENAMES_LOOKED_FOR = 200;

    private record Changes(List<FileChange> files, int total, int additions, int deletions) {}

    private final RevWalk walk;
    private final DiffFormatter differ;

    CommitReader(Repository repository) {
        this.walk = new RevWalk(repository);
        this.differ = new DiffFormatter(DisabledOutputStream.INSTANCE);
        differ.setRepository(repository);
        differ.setDiffComparator(RawTextComparator.DEFAULT);
        differ.setBinaryFileThreshold(LARGEST_COUNTED_FILE);
        differ.setDetectRenames(true);
        differ.getRenameDetector().setRenameLimit(RENAMES_LOOKED_FOR);
    }

    /** @throws IOException where the repository is damaged or the commit is gone */
    public Commit read(String sha) throws IOException {
        walk.reset();
        RevCommit commit = walk.parseCommit(ObjectId.fromString(sha));
        walk.parseBody(commit);
        Changes changes = commit.getParentCount() > 1 ? new Changes(List.of(), 0, 0, 0) : changes(commit);
        PersonIdent author = commit.getAuthorIdent();
        return new Commit(
                sha,
                commit.getFullMessage(),
                author == null ? "" : author.getName(),
                commit.getCommitterIdent().getWhenAsInstant(),
                commit.getParentCount(),
                changes.files(),
                changes.total(),
                changes.additions(),
                changes.deletions());
    }

    private Changes changes(RevCommit commit) throws IOException {
        RevCommit parent = commit.getParentCount() == 0 ? null : walk.parseCommit(commit.getParent(0));
        List<DiffEntry> entries = differ.scan(parent == null ? null : parent.getTree(), commit.getTree());
        List<FileChange> files = new ArrayList<>();
        int additions = 0;
        int deletions = 0;
        for (DiffEntry entry : entries.subList(0, Math.min(entries.size(), MAX_FILES))) {
            files.add(new FileChange(path(entry), status(entry)));
            for (Edit edit : edits(commit, entry)) {
                additions += edit.getLengthB();
                deletions += edit.getLengthA();
            }
        }
        return new Changes(files, entries.size(), additions, deletions);
    }

    /** Line counts are a courtesy: a blob that cannot be read costs the count, not the commit. */
    private List<Edit> edits(RevCommit commit, DiffEntry entry) {
        try {
            return differ.toFileHeader(entry).toEditList();
        } catch (IOException | RuntimeException e) {
            log.debug("no line count for a file of {}: {}", commit.name(), e.toString());
            return List.of();
        }
    }

    private static String path(DiffEntry entry) {
        return entry.getChangeType() == DiffEntry.ChangeType.DELETE ? entry.getOldPath() : entry.getNewPath();
    }

    private static String status(DiffEntry entry) {
        return switch (entry.getChangeType()) {
            case ADD -> "added";
            case MODIFY -> "modified";
            case DELETE -> "removed";
            case RENAME -> "renamed";
            case COPY -> "copied";
        };
    }

    @Override
    public void close() {
        differ.close();
        walk.close();
    }
}
