package org.handover.app.rest;

import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.stereotype.Component;

/** What describes the REST interface is made when somebody asks for the description, and not at every start. */
@Component
final class DescribedWhenAsked implements BeanFactoryPostProcessor {

    private static final String SPRINGDOC = "org.springdoc.";

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        for (String name : beans.getBeanDefinitionNames()) {
            BeanDefinition bean = beans.getBeanDefinition(name);
            boolean describes = Stream.of(name, bean.getFactoryBeanName(), bean.getBeanClassName())
                    .filter(Objects::nonNull)
                    .anyMatch(where -> where.startsWith(SPRINGDOC));
            if (describes) {
                bean.setLazyInit(true);
            }
        }
    }
}
