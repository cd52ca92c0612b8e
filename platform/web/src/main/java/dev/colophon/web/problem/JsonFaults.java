package dev.colophon.web.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Says of unreadable JSON which field is wrong and what it must be, in the client's words. */
final class JsonFaults {

    private static final Pattern DUPLICATE = Pattern.compile("Duplicate field '([^']{1,100})'");

    private final FieldTypes types;

    JsonFaults(ObjectMapper json) {
        this.types = new FieldTypes(json);
    }

    Problem describe(JsonProcessingException fault) {
        if (fault instanceof NulCharacterException nul) {
            return wrong("A text holds a NUL character", path(nul.getPath()), "must not hold a NUL character");
        }
        if (fault instanceof UnrecognizedPropertyException unknown) {
            return wrong("The request has a field that is not known", path(unknown.getPath()), known(unknown));
        }
        if (fault instanceof MismatchedInputException mismatch) {
            return wrong("A field has the wrong type or value", path(mismatch.getPath()), expected(mismatch));
        }
        if (fault instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return wrong("A field cannot be read", path(mapping.getPath()), "is not valid");
        }
        return unreadable(fault);
    }

    private static Problem wrong(String detail, String field, String message) {
        return Problem.of(HttpStatus.BAD_REQUEST, detail, new FieldError(field, message));
    }

    private static Problem unreadable(JsonProcessingException fault) {
        Matcher duplicate = DUPLICATE.matcher(String.valueOf(fault.getOriginalMessage()));
        if (duplicate.find()) {
            return wrong("A field is given twice", duplicate.group(1), "must be given once");
        }
        JsonLocation at = fault.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return wrong("The request body is not valid JSON", "body", "is not valid JSON" + where);
    }

    private String expected(MismatchedInputException mismatch) {
        return types.expectation(mismatch.getTargetType());
    }

    private static String known(UnrecognizedPropertyException unknown) {
        List<Object> ids =
                unknown.getKnownPropertyIds() == null ? List.of() : List.copyOf(unknown.getKnownPropertyIds());
        String names = ids.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
        return names.isEmpty() ? "is not known" : "is not known; known are " + names;
    }

    private static String path(@Nullable List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step :
                references == null ? List.<JsonMappingException.Reference>of() : references) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? "body" : path.toString();
    }
}
