package dev.colophon.etl.extract;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The process that reads documents: names of files come in, outcomes go out, one after another, until the input ends or
 * whoever started it is gone. It has no secrets, no configuration and no part of the service but this package.
 */
public final class ExtractorMain {

    private ExtractorMain() {}

    /** @param args characters of text and bytes after expansion that a document may have */
    public static void main(String[] args) throws IOException {
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit()
                .thenRun(() -> Runtime.getRuntime().halt(1)));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out));
        System.setOut(System.err); // whatever a library prints must not get between the outcomes
        Extractor extractor = new Extractor(Integer.parseInt(args[0]), Long.parseLong(args[1]));
        DataInputStream in = new DataInputStream(System.in);
        while (true) {
            try {
                boolean page = in.readBoolean();
                Frames.write(out, extractor.extract(Path.of(in.readUTF()), page));
            } catch (EOFException e) {
                return;
            }
        }
    }
}
