package dev.colophon.web.problem;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.validation.Errors;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;

/** Says which fields and parameters broke a constraint, under the names that clients use. */
final class ValidationFaults {

    private static final String DETAIL = "The request does not satisfy its constraints";

    private final FieldTypes types;

    ValidationFaults(FieldTypes types) {
        this.types = types;
    }

    Problem describe(WebExchangeBindException invalid) {
        return problem(fieldErrors(invalid.getBindingResult()));
    }

    Problem describe(HandlerMethodValidationException invalid) {
        List<FieldError> errors = new ArrayList<>();
        for (ParameterValidationResult result : invalid.getParameterValidationResults()) {
            if (result instanceof ParameterErrors bean) {
                errors.addAll(fieldErrors(bean));
            } else {
                String name = nameOf(result.getMethodParameter());
                result.getResolvableErrors().forEach(error -> errors.add(new FieldError(name, message(error))));
            }
        }
        return problem(errors);
    }

    /** A parameter that is missing or of the wrong type. */
    Problem describe(MethodParameter parameter) {
        if (parameter.hasParameterAnnotation(RequestBody.class)) {
            return problem(List.of(new FieldError("body", "is required")));
        }
        return problem(List.of(new FieldError(nameOf(parameter), types.expectation(parameter.getParameterType()))));
    }

    private static Problem problem(List<FieldError> errors) {
        return new Problem(HttpStatus.BAD_REQUEST, DETAIL, errors, Map.of(), null);
    }

    private static List<FieldError> fieldErrors(Errors errors) {
        return errors.getAllErrors().stream()
                .map(error -> new FieldError(
                        error instanceof org.springframework.validation.FieldError field
                                ? clientName(field.getField())
                                : "body",
                        message(error)))
                .toList();
    }

    private static String message(MessageSourceResolvable error) {
        return Objects.requireNonNullElse(error.getDefaultMessage(), "is not valid");
    }

    private static String nameOf(MethodParameter parameter) {
        String declared = declaredName(parameter);
        if (declared != null && !declared.isEmpty()) {
            return declared;
        }
        return Objects.requireNonNullElse(parameter.getParameterName(), "parameter");
    }

    private static @Nullable String declaredName(MethodParameter parameter) {
        RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
        if (query != null) {
            return query.name();
        }
        PathVariable path = parameter.getParameterAnnotation(PathVariable.class);
        if (path != null) {
            return path.name();
        }
        RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
        return header == null ? null : header.name();
    }

    private static String clientName(String javaPath) {
        return Arrays.stream(javaPath.split("\\."))
                .map(PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE::translate)
                .collect(Collectors.joining("."));
    }
}
