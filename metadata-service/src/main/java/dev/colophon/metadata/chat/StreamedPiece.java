package dev.colophon.metadata.chat;

/** The data of one event of a streamed answer, with the attempt that sent it. */
record StreamedPiece(String data, ChatAttempt attempt) {

    private static final String CUT_OFF =
            "{\"error\":{\"message\":\"The provider cut the stream off\",\"type\":\"server_error\",\"param\":null,\"code\":\"stream_cut_off\"}}";

    /** Ends a stream that the provider did not end: no {@code [DONE]} follows. */
    static StreamedPiece broken(ChatAttempt attempt) {
        return new StreamedPiece(CUT_OFF, attempt);
    }
}
