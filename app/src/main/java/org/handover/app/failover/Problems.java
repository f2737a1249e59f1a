package org.handover.app.failover;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.handover.app.rest.BadInput;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Every error of the REST interface as {@code application/problem+json}, with a sentence that a person can act on. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException invalid, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String sentence = invalid.getBindingResult().getFieldErrors().stream()
                .map(error -> "%s %s".formatted(error.getField(), error.getDefaultMessage()))
                .sorted()
                .collect(Collectors.joining("; ", "", "."));
        return answer(invalid, HttpStatus.BAD_REQUEST, sentence, headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException invalid, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String sentence = invalid.getParameterValidationResults().stream()
                .flatMap(result -> result.getResolvableErrors().stream()
                        .map(error -> "%s %s".formatted(name(result.getMethodParameter()), error.getDefaultMessage())))
                .sorted()
                .collect(Collectors.joining("; ", "", "."));
        return answer(invalid, HttpStatus.BAD_REQUEST, sentence, headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException mismatch, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(mismatch, HttpStatus.BAD_REQUEST, BadInput.ofAnotherType(mismatch), headers, request);
    }

    private static String name(MethodParameter parameter) {
        return Objects.requireNonNullElse(parameter.getParameterName(), "A value");
    }

    /** The parser's own message may quote the body, and a body may hold a password: only the place is said. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException unreadable,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        if (BadInput.causes(unreadable).anyMatch(BodyLimit.TooLarge.class::isInstance)) {
            return answer(
                    unreadable,
                    HttpStatus.PAYLOAD_TOO_LARGE,
                    "The body is larger than %d bytes, and nothing here needs that. Send less."
                            .formatted(BodyLimit.BYTES),
                    headers,
                    request);
        }
        String where = unreadable.getCause() instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(reference -> String.valueOf(reference.getFieldName()))
                        .collect(Collectors.joining("."))
                : "";
        String sentence = where.isEmpty()
                ? "The body is not the JSON that this needs; /v3/api-docs describes it."
                : "The field %s is not as it has to be; /v3/api-docs describes it.".formatted(where);
        return answer(unreadable, HttpStatus.BAD_REQUEST, sentence, headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
            HttpMediaTypeNotSupportedException other, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(other, status, "Send the body as JSON, with Content-Type: application/json.", headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotAcceptable(
            HttpMediaTypeNotAcceptableException other, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(
                other,
                status,
                "The answer is %s; accept that.".formatted(MediaType.toString(other.getSupportedMediaTypes())),
                headers,
                request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
            HttpRequestMethodNotSupportedException other,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        String[] methods = Objects.requireNonNullElse(other.getSupportedMethods(), new String[0]);
        Arrays.sort(methods);
        String sentence = "%s takes %s, not %s; /v3/api-docs describes it."
                .formatted(path(request), String.join(", ", methods), other.getMethod());
        return answer(other, status, sentence, headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException nothing, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String sentence = "There is nothing at %s; /v3/api-docs says what there is.".formatted(path(request));
        return answer(nothing, status, sentence, headers, request);
    }

    @ExceptionHandler(RuntimeException.class)
    @Nullable
    ResponseEntity<Object> unexpected(RuntimeException unexpected, WebRequest request) {
        Optional<String> sentence = BadInput.sentence(unexpected);
        if (sentence.isPresent()) {
            return answer(unexpected, HttpStatus.BAD_REQUEST, sentence.get(), new HttpHeaders(), request);
        }
        logger.error("A request failed", unexpected);
        return answer(
                unexpected,
                HttpStatus.INTERNAL_SERVER_ERROR,
                "Something went wrong here that should not have; the application's log says what. Try again.",
                new HttpHeaders(),
                request);
    }

    private static String path(WebRequest request) {
        return request instanceof ServletWebRequest servlet
                ? servlet.getRequest().getRequestURI()
                : "this address";
    }

    private @Nullable ResponseEntity<Object> answer(
            Exception problem, HttpStatusCode status, String sentence, HttpHeaders headers, WebRequest request) {
        return handleExceptionInternal(
                problem, ProblemDetail.forStatusAndDetail(status, sentence), headers, status, request);
    }
}
