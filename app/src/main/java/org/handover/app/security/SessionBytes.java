package org.handover.app.security;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.springframework.core.serializer.support.SerializationFailedException;

/**
 * How an attribute of a session lies in the database. Only what signing in needs can be read from there: bytes that somebody
 * else wrote make no other object.
 */
final class SessionBytes {

    private static final int MOST_BYTES = 1 << 16;

    private static final List<String> PACKAGES = List.of(
            "java.lang.",
            "java.time.",
            "java.util.",
            "org.springframework.security.",
            "org.camunda.bpm.webapp.impl.security.");

    private static final ObjectInputFilter KNOWN = stream -> {
        Class<?> type = stream.serialClass();
        if (stream.streamBytes() > MOST_BYTES) {
            return ObjectInputFilter.Status.REJECTED;
        }
        if (type == null) {
            return ObjectInputFilter.Status.UNDECIDED;
        }
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        String name = element.getName();
        return element.isPrimitive()
                        || name.startsWith(SessionBytes.class.getPackageName() + ".")
                        || PACKAGES.stream().anyMatch(name::startsWith)
                ? ObjectInputFilter.Status.ALLOWED
                : ObjectInputFilter.Status.REJECTED;
    };

    private SessionBytes() {}

    static byte[] write(Object attribute) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(attribute);
        } catch (IOException e) {
            throw new SerializationFailedException(
                    "A %s does not belong into a session."
                            .formatted(attribute.getClass().getName()),
                    e);
        }
        return bytes.toByteArray();
    }

    static Object read(byte[] bytes) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            in.setObjectInputFilter(KNOWN);
            return in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new SerializationFailedException("What is stored for a session cannot be read.", e);
        }
    }
}
