package org.handover.app.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An example of each schema, put together from what a property of that name usually holds. So a new property has an example as
 * soon as it is there, and the same run is told everywhere. {@code Schema.property} comes before {@code property}.
 */
final class ApiExamples {

    private static final String SCHEMAS = "#/components/schemas/";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final JsonNode known;
    private final Components components;
    private final Map<String, JsonNode> used = new TreeMap<>();

    ApiExamples(JsonNode known, Components components) {
        this.known = known;
        this.components = components;
    }

    /** The name of the schema that is referred to; null where it is none of the document's own. */
    static @Nullable String reference(@Nullable Schema<?> schema) {
        String reference = schema == null ? null : schema.get$ref();
        return reference == null || !reference.startsWith(SCHEMAS) ? null : reference.substring(SCHEMAS.length());
    }

    void use(String schema) {
        used.put(schema, of(schema));
    }

    Map<String, JsonNode> used() {
        return used;
    }

    JsonNode of(String schema) {
        Schema<?> described = components.getSchemas().get(schema);
        return described == null ? JSON.objectNode() : of(schema, described);
    }

    private JsonNode of(String name, Schema<?> schema) {
        String reference = reference(schema);
        if (reference != null) {
            return of(reference);
        }
        if (schema.getExample() != null) {
            return new ObjectMapper().valueToTree(schema.getExample());
        }
        if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
            return JSON.textNode(String.valueOf(schema.getEnum().get(0)));
        }
        if (schema.getItems() != null) {
            ArrayNode items = JSON.arrayNode();
            return items.add(of(name, schema.getItems()));
        }
        if (schema.getProperties() != null) {
            ObjectNode object = JSON.objectNode();
            schema.getProperties().forEach((property, inner) -> object.set(property, property(name, property, inner)));
            return object;
        }
        return simple(types(schema), schema.getFormat());
    }

    private JsonNode property(String schema, String property, Schema<?> described) {
        JsonNode ofThisSchema = known.path(schema + "." + property);
        if (!ofThisSchema.isMissingNode()) {
            return ofThisSchema;
        }
        JsonNode usual = known.path(property);
        boolean fits = usual.isArray() == (described.getItems() != null);
        return usual.isMissingNode() || !fits ? of(property, described) : usual;
    }

    private static Set<String> types(Schema<?> schema) {
        if (schema.getTypes() != null) {
            return schema.getTypes();
        }
        return schema.getType() == null ? Set.of() : Set.of(schema.getType());
    }

    private static JsonNode simple(Set<String> types, @Nullable String format) {
        if (types.contains("integer") || types.contains("number")) {
            return JSON.numberNode(1);
        }
        if (types.contains("boolean")) {
            return JSON.booleanNode(false);
        }
        if (types.contains("string")) {
            return JSON.textNode("date-time".equals(format) ? "2026-11-03T02:14:09Z" : "…");
        }
        return JSON.objectNode();
    }
}
