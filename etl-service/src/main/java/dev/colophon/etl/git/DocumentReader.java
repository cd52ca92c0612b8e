package dev.colophon.etl.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

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

    /** Documents of a commit in the order of their paths; binary, empty and very large ones are left out. */
    List<GitDocument> read(ObjectId commit) throws IOException {
        List<GitDocument> documents = new ArrayList<>();
        try (RevWalk commits = new RevWalk(repository);
                TreeWalk files = new TreeWalk(repository)) {
            files.addTree(commits.parseCommit(commit).getTree());
            files.setRecursive(true);
            while (files.next() && documents.size() < MAX_DOCUMENTS) {
                boolean isFile = FileMode.REGULAR_FILE.equals(files.getRawMode(0))
                        || FileMode.EXECUTABLE_FILE.equals(files.getRawMode(0));
                if (isFile && DOCUMENT.matcher(files.getPathString()).matches()) {
                    add(documents, files);
                }
            }
        }
        return documents;
    }

    private static void add(List<GitDocument> documents, TreeWalk file) throws IOException {
        ObjectLoader blob = file.getObjectReader().open(file.getObjectId(0));
        if (blob.getSize() > LARGEST) {
            return;
        }
        String text = new String(blob.getBytes(), StandardCharsets.UTF_8);
        if (!text.isBlank() && text.indexOf('\u0000') < 0) {
            documents.add(new GitDocument(file.getPathString(), text));
        }
    }
}
