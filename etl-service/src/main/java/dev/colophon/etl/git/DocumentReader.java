package dev.colophon.etl.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.RawParseUtils;

/** Reads a repository's prose: READMEs anywhere, Markdown and text at the top and below {@code doc} folders. */
final class DocumentReader {

    private static final int MAX_DOCUMENTS = 500;
    private static final long LARGEST = 2L << 20;
    private static final Pattern DOCUMENT = Pattern.compile(
            "(?i)(.*/)?readme(\\.(md|markdown|txt|rst|adoc))?|[^/]+\\.(md|markdown)|(.*/)?docs?/.*\\.(md|markdown|txt)");

    private final Repository repository;

    DocumentReader(Repository repository) {
        this.repository = repository;
    }

    /** Documents of a commit in the order of their paths; links and other repositories are not followed. */
    List<GitFile> list(ObjectId commit) throws IOException {
        List<GitFile> documents = new ArrayList<>();
        try (RevWalk commits = new RevWalk(repository);
                TreeWalk files = new TreeWalk(repository)) {
            files.addTree(commits.parseCommit(commit).getTree());
            files.setRecursive(true);
            while (files.next() && documents.size() < MAX_DOCUMENTS) {
                boolean isFile = FileMode.REGULAR_FILE.equals(files.getRawMode(0))
                        || FileMode.EXECUTABLE_FILE.equals(files.getRawMode(0));
                if (isFile && DOCUMENT.matcher(files.getPathString()).matches()) {
                    documents.add(new GitFile(
                            files.getPathString(), files.getObjectId(0).name()));
                }
            }
        }
        return documents;
    }

    /** What a document says, in UTF-8 or else in Latin-1; nothing where it is binary, empty or very large. */
    Optional<GitDocument> read(GitFile file) throws IOException {
        ObjectLoader blob = repository.open(ObjectId.fromString(file.blob()));
        if (blob.getSize() > LARGEST) {
            return Optional.empty();
        }
        String text = RawParseUtils.decode(StandardCharsets.UTF_8, blob.getBytes());
        return text.isBlank() || text.indexOf('\u0000') >= 0
                ? Optional.empty()
                : Optional.of(new GitDocument(file.path(), text));
    }
}
