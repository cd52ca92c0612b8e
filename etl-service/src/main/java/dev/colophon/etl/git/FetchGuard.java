package dev.colophon.etl.git;

import dev.colophon.web.outbound.OutboundUrls;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;

/**
 * The bounds of one fetch: where it may connect to, how much may come, how long it may take. Makes its connections, and
 * stops it between them.
 */
final class FetchGuard extends EmptyProgressMonitor implements HttpConnectionFactory {

    /** A bound that was met; the message is for people. */
    static final class BoundException extends IOException {

        private static final long serialVersionUID = 1L;

        BoundException(String message) {
            super(message);
        }
    }

    private final OutboundUrls urls;
    private final long maxBytes;
    private final long end;
    private final Duration maxTime;
    private long bytes;
    private int status;

    FetchGuard(OutboundUrls urls, MirrorProperties settings) {
        this.urls = urls;
        this.maxBytes = settings.maxSize().toBytes();
        this.maxTime = settings.maxTime();
        this.end = System.nanoTime() + settings.maxTime().toNanos();
    }

    long bytes() {
        return bytes;
    }

    /** Of the last answer, 0 before the first. */
    int status() {
        return status;
    }

    void answered(int code) {
        status = code;
    }

    void received(int count) throws IOException {
        bytes += count;
        if (bytes > maxBytes) {
            throw new BoundException("the repository is larger than " + (maxBytes >> 20) + " MB");
        }
        if (System.nanoTime() > end) {
            throw new BoundException("fetching took longer than " + maxTime.toSeconds() + " seconds");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public boolean isCancelled() {
        return System.nanoTime() > end || Thread.currentThread().isInterrupted();
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, Proxy.NO_PROXY);
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        try {
            urls.check(URI.create(url.toString()));
        } catch (IllegalArgumentException e) {
            throw new BoundException("the address " + e.getMessage());
        }
        return new GuardedConnection(url, proxy, this);
    }
}
