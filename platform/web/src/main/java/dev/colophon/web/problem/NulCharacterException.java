package dev.colophon.web.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;

/** A text in the request holds U+0000, which no text column can store. */
public final class NulCharacterException extends JsonMappingException {

    private static final long serialVersionUID = 1L;

    public NulCharacterException(JsonParser parser) {
        super(parser, "text holds a NUL character");
    }
}
