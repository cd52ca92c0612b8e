package dev.colophon.embedding.vector.lucene;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.misc.store.RAFDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOUtils;

/**
 * The folder of an index. Its files are mapped into memory but for the vectors themselves: a search needs a hundred of them at
 * its end, merges read them once, and mapped they would be most of what the process holds. They are read in a way that stands
 * threads which are interrupted, as those are whose search is broken off: a channel would be closed for all others too.
 */
final class IndexFolder extends FilterDirectory {

    private static final String VECTORS = ".vec";

    private final Directory read;

    IndexFolder(Path folder) throws IOException {
        super(FSDirectory.open(folder));
        read = new RAFDirectory(folder);
    }

    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
        return (name.endsWith(VECTORS) ? read : in).openInput(name, context);
    }

    @Override
    public void close() throws IOException {
        IOUtils.close(in, read);
    }
}
