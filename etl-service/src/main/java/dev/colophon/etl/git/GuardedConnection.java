package dev.colophon.etl.git;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URL;
import org.eclipse.jgit.transport.http.JDKHttpConnection;

/** A connection of a fetch whose answer counts against the fetch's bounds. */
final class GuardedConnection extends JDKHttpConnection {

    private final FetchGuard guard;

    GuardedConnection(URL url, Proxy proxy, FetchGuard guard) throws IOException {
        super(url, proxy);
        this.guard = guard;
        setInstanceFollowRedirects(false);
    }

    @Override
    public int getResponseCode() throws IOException {
        int status = super.getResponseCode();
        guard.answered(status);
        return status;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {

            @Override
            public int read() throws IOException {
                int read = super.read();
                guard.received(read < 0 ? 0 : 1);
                return read;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int read = super.read(buffer, offset, length);
                guard.received(Math.max(0, read));
                return read;
            }
        };
    }
}
