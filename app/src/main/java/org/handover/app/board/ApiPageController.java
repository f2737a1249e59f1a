package org.handover.app.board;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The page on which the REST interface is read and tried, with Swagger UI over {@code /v3/api-docs}. */
@Controller
class ApiPageController implements WebMvcConfigurer {

    /** As for every page; Swagger UI's style sheet has its small pictures in itself. */
    private static final String POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
            + " form-action 'self'; frame-ancestors 'none'";

    private final String swaggerUi;

    ApiPageController(@Value("${handover.swagger-ui}") String version) {
        this.swaggerUi = "classpath:/META-INF/resources/webjars/swagger-ui/%s/".formatted(version);
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/swagger-ui/*").addResourceLocations(swaggerUi);
    }

    @GetMapping("/api-docs")
    String show(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", POLICY);
        return "board/api";
    }
}
