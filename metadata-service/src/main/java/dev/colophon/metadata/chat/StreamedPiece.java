package dev.colophon.metadata.chat;

import dev.colophon.ai.spend.CallRecord;
import org.jspecify.annotations.Nullable;

/**
 * The data of one event of a streamed answer.
 *
 * @param attempt that sent it; null for what no provider sent
 */
record StreamedPiece(String data, CallRecord.@Nullable Running attempt) {

    /** Ends a stream that the provider did not end: no {@code [DONE]} follows. */
    static final StreamedPiece BROKEN = new StreamedPiece(
            "{\"error\":{\"message\":\"The provider cut the stream off\",\"type\":\"server_error\",\"param\":null,\"code\":\"stream_cut_off\"}}",
            null);
}
