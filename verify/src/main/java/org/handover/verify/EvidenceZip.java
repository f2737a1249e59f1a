package org.handover.verify;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A zip that can be written in exactly one way: nothing compressed, no dates, no attributes, no comments, nothing before, between
 * or behind. Any unzip opens it, and a byte that is not as it was written shows. Since nothing is compressed, nothing can swell.
 */
final class EvidenceZip {

    /** More than any run has; what is larger is not read. */
    static final long LARGEST = 512L * 1024 * 1024;

    private static final int MOST_FILES = 20_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");
    private static final int LONGEST_NAME = 200;

    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final short VERSION = 20;
    private static final short FIRST_OF_1980 = 0x21;

    private EvidenceZip() {}

    private record Part(String name, int offset, int size, int crc) {}

    static byte[] write(Map<String, byte[]> files) {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        List<Part> parts = new ArrayList<>();
        files.forEach((name, content) -> {
            if (!isName(name)) {
                throw new IllegalArgumentException("'%s' cannot be the name of a file of evidence.".formatted(name));
            }
            Part part = new Part(name, zip.size(), content.length, crc(content, 0, content.length));
            parts.add(part);
            zip.writeBytes(localHeader(part));
            zip.writeBytes(content);
        });
        zip.writeBytes(directory(parts, zip.size()));
        return zip.toByteArray();
    }

    static Map<String, byte[]> read(byte[] zip) throws BrokenException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<Part> parts = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        if (zip.length >= 2 && (zip[0] != 'P' || zip[1] != 'K')) {
            throw new BrokenException("The file is no zip: it begins as another kind of file does.");
        }
        try {
            while (bytes.getInt(bytes.position()) == LOCAL) {
                Part part = local(bytes);
                byte[] content = new byte[part.size()];
                bytes.get(content);
                if (crc(content, 0, content.length) != part.crc()) {
                    throw new BrokenException("The file %s in the zip is damaged.".formatted(part.name()));
                }
                if (files.put(part.name(), content) != null) {
                    throw new BrokenException("The zip has the file %s twice.".formatted(part.name()));
                }
                parts.add(part);
                if (parts.size() > MOST_FILES) {
                    throw new BrokenException("The zip has more files than evidence can have.");
                }
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new BrokenException("The zip is cut off.");
        }
        int begin = bytes.position();
        demandSame(zip, begin, directory(parts, begin), "its directory is another one");
        return files;
    }

    private static Part local(ByteBuffer bytes) throws BrokenException {
        int offset = bytes.position();
        int crc = bytes.getInt(offset + 14);
        int size = bytes.getInt(offset + 22);
        int length = bytes.getShort(offset + 26) & 0xffff;
        if (length > LONGEST_NAME) {
            throw new BrokenException("The zip has a file whose name is too long.");
        }
        byte[] name = new byte[length];
        bytes.get(offset + 30, name);
        Part part = new Part(new String(name, StandardCharsets.US_ASCII), offset, size, crc);
        if (!isName(part.name())) {
            throw new BrokenException("The zip has a file whose name evidence does not use.");
        }
        byte[] header = localHeader(part);
        byte[] found = new byte[header.length];
        bytes.get(offset, found);
        if (!Arrays.equals(header, found)) {
            throw new BrokenException(
                    "The zip is not in the form in which evidence is written: the header of %s differs."
                            .formatted(part.name()));
        }
        if (size < 0 || size > bytes.limit() - offset - header.length) {
            throw new BrokenException("The zip is cut off in the file %s.".formatted(part.name()));
        }
        bytes.position(offset + header.length);
        return part;
    }

    private static void demandSame(byte[] zip, int from, byte[] expected, String how) throws BrokenException {
        if (zip.length < from + expected.length) {
            throw new BrokenException("The zip is cut off.");
        }
        if (!Arrays.equals(zip, from, from + expected.length, expected, 0, expected.length)) {
            throw new BrokenException("The zip is not in the form in which evidence is written: %s.".formatted(how));
        }
        if (zip.length > from + expected.length) {
            throw new BrokenException("Something follows behind the end of the zip.");
        }
    }

    private static boolean isName(String name) {
        return name.length() <= LONGEST_NAME && NAME.matcher(name).matches();
    }

    private static int crc(byte[] content, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(content, from, length);
        return (int) crc.getValue();
    }

    private static byte[] localHeader(Part part) {
        byte[] name = part.name().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer header = ByteBuffer.allocate(30 + name.length).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(LOCAL);
        common(header, part, name);
        return header.put(name).array();
    }

    /** From the version that is needed to the length of the extra field: the same in both places. */
    private static void common(ByteBuffer header, Part part, byte[] name) {
        header.putShort(VERSION)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(FIRST_OF_1980)
                .putInt(part.crc())
                .putInt(part.size())
                .putInt(part.size())
                .putShort((short) name.length)
                .putShort((short) 0);
    }

    private static byte[] directory(List<Part> parts, int begin) {
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (Part part : parts) {
            byte[] name = part.name().getBytes(StandardCharsets.US_ASCII);
            ByteBuffer header = ByteBuffer.allocate(46 + name.length).order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(CENTRAL).putShort(VERSION);
            common(header, part, name);
            header.putShort((short) 0)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putInt(0)
                    .putInt(part.offset());
            directory.writeBytes(header.put(name).array());
        }
        ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(END)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) parts.size())
                .putShort((short) parts.size())
                .putInt(directory.size())
                .putInt(begin)
                .putShort((short) 0);
        directory.writeBytes(end.array());
        return directory.toByteArray();
    }
}
