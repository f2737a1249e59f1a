package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.filter.Filter;
import org.handover.app.start.TasklistFilters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What a start makes of the filters that it finds in Tasklist. */
@HandoverOnLabTest
class TasklistFiltersTest {

    private static final String KEY = "filter.passwords";
    private static final String NAME = "Passwords needed";

    @Autowired
    TasklistFilters ready;

    @Autowired
    FilterService filters;

    @Autowired
    TaskService tasks;

    @Autowired
    Environment environment;

    private JdbcTemplate owner;
    private String filter;
    private String saved;

    @BeforeEach
    void asThisVersionHasIt() {
        owner = new JdbcTemplate(new DriverManagerDataSource(
                environment.getRequiredProperty("spring.datasource.url"),
                environment.getRequiredProperty("spring.flyway.user"),
                environment.getRequiredProperty("spring.flyway.password")));
        filter = filters.createFilterQuery().filterName(NAME).singleResult().getId();
        saved = saved();
    }

    @AfterEach
    void asItWas() {
        owner.update("delete from handover.installation where key = ?", KEY);
        owner.update("update public.act_ru_filter set name_ = ?, owner_ = null where id_ = ?", NAME, filter);
        ready.renew();
        assertThat(saved()).isEqualTo(saved);
    }

    @Test
    void whatAnEarlierVersionSavedBecomesWhatThisOneHas() {
        asAnEarlierVersionHadIt();
        owner.update(
                """
                update handover.installation set value = id_ || ' ' || encode(sha256(convert_to(
                    concat_ws(chr(10), name_, owner_, query_, properties_), 'UTF8')), 'hex')
                from public.act_ru_filter where id_ = ? and key = ?""",
                filter,
                KEY);

        ready.renew();

        assertThat(saved()).isEqualTo(saved);
    }

    @Test
    void whatAVersionSavedThatRememberedNothingBecomesWhatThisOneHasAndIsNotMadeTwice() {
        asAnEarlierVersionHadIt();
        owner.update("delete from handover.installation where key = ?", KEY);

        ready.renew();

        assertThat(saved()).isEqualTo(saved);
        assertThat(filters.createFilterQuery().filterName(NAME).count()).isEqualTo(1);
    }

    @Test
    void whatSomebodyHasChangedStaysAsTheyLeftIt() {
        owner.update("update public.act_ru_filter set name_ = 'Passwords, tonight' where id_ = ?", filter);
        String changed = saved();

        ready.renew();

        assertThat(saved()).isEqualTo(changed);
        assertThat(filters.createFilterQuery().filterName(NAME).count()).isZero();
    }

    @Test
    void whatSomebodyHasMadeUnderTheSameNameStaysTheirs() {
        Filter own = filters.newTaskFilter(NAME);
        own.setOwner("olga");
        own.setQuery(tasks.createTaskQuery().taskAssignee("olga"));
        String theirs = filters.saveFilter(own).getId();
        try {
            String made = saved(theirs);

            ready.renew();

            assertThat(saved(theirs)).isEqualTo(made);
            assertThat(saved()).isEqualTo(saved);
        } finally {
            filters.deleteFilter(theirs);
        }
    }

    private void asAnEarlierVersionHadIt() {
        Filter old = filters.getFilter(filter);
        old.setQuery(tasks.createTaskQuery().taskDefinitionKeyIn("giveRestorePassword"));
        filters.saveFilter(old);
        assertThat(saved()).isNotEqualTo(saved);
    }

    private String saved() {
        return saved(filter);
    }

    private String saved(String id) {
        return owner.queryForObject(
                "select concat_ws(chr(10), name_, owner_, query_, properties_) from public.act_ru_filter where id_ = ?",
                String.class,
                id);
    }
}
