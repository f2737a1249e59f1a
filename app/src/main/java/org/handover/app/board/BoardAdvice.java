package org.handover.app.board;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.stream.Collectors;
import org.handover.app.rest.BadInput;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.Authentication;
import org.springframework.validation.BindException;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

/** What every page has, and the page that says why something was refused. */
@ControllerAdvice(basePackageClasses = BoardAdvice.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class BoardAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(BoardAdvice.class);

    @ModelAttribute("me")
    Viewer me(Authentication who) {
        return Viewer.of(who);
    }

    @ModelAttribute("say")
    Say say() {
        return new Say();
    }

    /** A field that a form does not have is left out, whatever its name would be for Spring. */
    @InitBinder
    void onlyFieldsOfTheForm(WebDataBinder binder) {
        binder.setDeclarativeBinding(true);
    }

    @ExceptionHandler
    ModelAndView refused(
            ErrorResponseException refused,
            HttpServletRequest request,
            HttpServletResponse response,
            Authentication who) {
        return problem(
                refused.getStatusCode().value(),
                String.valueOf(refused.getBody().getDetail()),
                request,
                response,
                who);
    }

    @ExceptionHandler
    ModelAndView notAsItHasToBe(
            BindException wrong, HttpServletRequest request, HttpServletResponse response, Authentication who) {
        String sentence = wrong.getFieldErrors().stream()
                .map(error -> "%s %s"
                        .formatted(
                                Say.words(error.getField()),
                                error.isBindingFailure()
                                        ? "is missing, or is not what it has to be"
                                        : error.getDefaultMessage()))
                .sorted()
                .collect(Collectors.joining("; ", "", "."));
        return problem(HttpServletResponse.SC_BAD_REQUEST, sentence, request, response, who);
    }

    @ExceptionHandler
    ModelAndView ofAnotherType(
            TypeMismatchException wrong, HttpServletRequest request, HttpServletResponse response, Authentication who) {
        return problem(HttpServletResponse.SC_BAD_REQUEST, BadInput.ofAnotherType(wrong), request, response, who);
    }

    @ExceptionHandler
    ModelAndView withoutAField(
            MissingServletRequestParameterException missing,
            HttpServletRequest request,
            HttpServletResponse response,
            Authentication who) {
        return problem(
                HttpServletResponse.SC_BAD_REQUEST,
                "The form came without its field %s. Open its page again, and send it from there."
                        .formatted(missing.getParameterName()),
                request,
                response,
                who);
    }

    @ExceptionHandler
    ModelAndView unexpected(
            RuntimeException unexpected, HttpServletRequest request, HttpServletResponse response, Authentication who) {
        Optional<String> sentence = BadInput.sentence(unexpected);
        if (sentence.isPresent()) {
            return problem(HttpServletResponse.SC_BAD_REQUEST, sentence.get(), request, response, who);
        }
        LOG.error("A page of the board failed", unexpected);
        return problem(
                HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
                "Something went wrong here that should not have; the application's log says what. Try again.",
                request,
                response,
                who);
    }

    private static ModelAndView problem(
            int status, String sentence, HttpServletRequest request, HttpServletResponse response, Authentication who) {
        response.setStatus(status);
        ModelAndView page = new ModelAndView("board/problem");
        page.addObject("me", Viewer.of(who));
        page.addObject("sentence", sentence);
        page.addObject(
                "back",
                request.getMethod().equals("POST")
                        ? request.getRequestURI().replaceAll("(FO-[0-9]+|/board/tools)/[a-z0-9/-]+$", "$1")
                        : "/board");
        return page;
    }
}
