package dev.colophon.etl.connector;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Reads a body into memory, up to a limit; one that is larger ends the call. */
final class BoundedBody implements BodySubscriber<byte[]> {

    /** A body larger than the limit. */
    static final class TooLargeException extends IOException {

        private static final long serialVersionUID = 1L;

        TooLargeException(DataSize limit) {
            super("the answer is larger than " + limit.toMegabytes() + " MB");
        }
    }

    private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
    private final DataSize limit;
    private long received;
    private Flow.@Nullable Subscription subscription;

    private BoundedBody(DataSize limit) {
        this.limit = limit;
    }

    static BodyHandler<byte[]> upTo(DataSize limit) {
        return response -> new BoundedBody(limit);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        whole.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        received += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        if (received > limit.toBytes()) {
            if (subscription != null) {
                subscription.cancel();
            }
            whole.onError(new TooLargeException(limit));
        } else {
            whole.onNext(buffers);
        }
    }

    @Override
    public void onError(Throwable error) {
        whole.onError(error);
    }

    @Override
    public void onComplete() {
        whole.onComplete();
    }
}
