package dev.colophon.ai.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as it comes, for one reading thread. Unlike the stream of the JDK's client it can be interrupted
 * while it waits; closing it before its end breaks the connection off.
 */
final class StreamedBody extends InputStream implements Flow.Subscriber<List<ByteBuffer>> {

    private sealed interface Signal {}

    private record Bytes(List<ByteBuffer> buffers) implements Signal {}

    private record End(@Nullable Throwable failure) implements Signal {}

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Duration silence;
    private final Queue<ByteBuffer> unread = new ArrayDeque<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean closed;
    private boolean ended;

    /** @param silence the longest wait for more; then reading fails with {@link HttpTimeoutException} */
    StreamedBody(Flow.Publisher<List<ByteBuffer>> body, Duration silence) {
        this.silence = silence;
        body.subscribe(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (closed) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        signals.add(new Bytes(buffers));
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new End(failure));
    }

    @Override
    public void onComplete() {
        signals.add(new End(null));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        ByteBuffer buffer = next();
        if (buffer == null) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(target, offset, count);
        return count;
    }

    /** Readers that decode text ask this before they wait for more than they were given. */
    @Override
    public int available() {
        ByteBuffer buffer = unread.peek();
        return buffer == null ? 0 : buffer.remaining();
    }

    private @Nullable ByteBuffer next() throws IOException {
        while (!ended) {
            while (!unread.isEmpty() && !unread.element().hasRemaining()) {
                unread.remove();
            }
            if (!unread.isEmpty()) {
                return unread.element();
            }
            await();
        }
        return null;
    }

    private void await() throws IOException {
        Signal signal = taken();
        if (signal instanceof Bytes bytes) {
            unread.addAll(bytes.buffers());
            Flow.Subscription more = subscription;
            if (more != null) {
                more.request(1);
            }
        } else if (signal instanceof End end) {
            ended = true;
            if (end.failure() != null) {
                throw new IOException("the answer broke off", end.failure());
            }
        }
    }

    private Signal taken() throws IOException {
        try {
            Signal signal = signals.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
            if (signal == null) {
                throw new HttpTimeoutException("the provider fell silent");
            }
            return signal;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while reading an answer");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    @Override
    public void close() {
        closed = true;
        Flow.Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
    }
}
