package org.handover.app.security;

import jakarta.servlet.ServletContext;
import org.aopalliance.intercept.MethodInterceptor;
import org.camunda.bpm.spring.boot.starter.webapp.CamundaBpmWebappInitializer;
import org.camunda.bpm.spring.boot.starter.webapp.filter.LazyProcessEnginesFilter;
import org.camunda.bpm.spring.boot.starter.webapp.filter.ResourceLoaderDependingFilter;
import org.camunda.bpm.spring.boot.starter.webapp.filter.ResourceLoadingProcessEnginesFilter;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.stereotype.Component;

/**
 * The pages of Camunda's web apps, also while nobody is an administrator, as with a provider of which none has signed in yet.
 * Camunda's own filter then answers each page, Tasklist's too, with a redirection to the one that makes the first
 * administrator, which is closed here.
 */
@Component
final class WebAppPages implements BeanPostProcessor {

    private static final String FILTER = "Engines Filter";

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof CamundaBpmWebappInitializer theirs
                ? (ServletContextInitializer) context -> theirs.onStartup(withFilterOfOurs(context))
                : bean;
    }

    /** In the place of Camunda's: behind its filters for rights and headers. */
    private static ServletContext withFilterOfOurs(ServletContext context) {
        ProxyFactory proxy = new ProxyFactory(context);
        proxy.addAdvice((MethodInterceptor)
                call -> call.getMethod().getName().equals("addFilter") && FILTER.equals(call.getArguments()[0])
                        ? context.addFilter(FILTER, new WithoutSetUp())
                        : call.proceed());
        return (ServletContext) proxy.getProxy();
    }

    private static final class WithoutSetUp extends LazyProcessEnginesFilter {

        @Override
        protected ResourceLoaderDependingFilter createNewFilterInstance() {
            return new ResourceLoadingProcessEnginesFilter() {
                @Override
                protected boolean needsInitialUser(String engine) {
                    return false;
                }
            };
        }
    }
}
