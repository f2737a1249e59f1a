package org.handover.lab.program.powershell;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.handover.lab.dotnet.Argument;
import org.handover.lab.dotnet.DotNetException;
import org.handover.lab.dotnet.DotNetObject;
import org.handover.lab.dotnet.DotNetType;

/** A {@code DateTime}. The servers of the lab live in the time zone UTC; what is local says so by its offset. */
record ClockTime(Instant instant, boolean utc) implements DotNetObject {
    private static final DateTimeFormatter ROUND_TRIP = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS");
    private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm:ss");
    private static final int FORMAT = 0x80131537;
    private static final int OUT_OF_RANGE = 0x80131502;

    private static final class Type implements DotNetType {
        @Override
        public String fullName() {
            return "System.DateTime";
        }
    }

    private OffsetDateTime time() {
        return instant.atOffset(ZoneOffset.UTC);
    }

    @Override
    public DotNetType type() {
        return new Type();
    }

    @Override
    public Object call(String method, List<Argument> arguments) throws DotNetException {
        Object first = arguments.isEmpty() ? null : arguments.get(0).value();
        double amount = first instanceof Number number ? number.doubleValue() : 0;
        return switch (method.toLowerCase(Locale.ROOT)) {
            case "tostring" -> first == null ? toString() : formatted(first.toString());
            case "touniversaltime" -> new ClockTime(instant, true);
            case "tolocaltime" -> new ClockTime(instant, false);
            case "addseconds" -> plus(amount, 1);
            case "addminutes" -> plus(amount, 60);
            case "addhours" -> plus(amount, 3_600);
            case "adddays" -> plus(amount, 86_400);
            default -> throw DotNetException.noMember(type().fullName(), method);
        };
    }

    /** From the year 1 to the year 9999, as in .NET. */
    private ClockTime plus(double amount, int seconds) throws DotNetException {
        try {
            ClockTime later = new ClockTime(instant.plus(Duration.ofMillis(Math.round(amount * seconds * 1000))), utc);
            if (later.time().getYear() >= 1 && later.time().getYear() <= 9999) {
                return later;
            }
        } catch (DateTimeException | ArithmeticException beyondJava) {
            // Beyond .NET as well.
        }
        throw new DotNetException("ArgumentOutOfRangeException", OUT_OF_RANGE, "There is no such time.");
    }

    @Override
    public Object get(String member) throws DotNetException {
        return switch (member.toLowerCase(Locale.ROOT)) {
            case "year" -> time().getYear();
            case "month" -> time().getMonthValue();
            case "day" -> time().getDayOfMonth();
            case "hour" -> time().getHour();
            case "minute" -> time().getMinute();
            case "second" -> time().getSecond();
            default -> throw DotNetException.noMember(type().fullName(), member);
        };
    }

    /** The standard formats {@code o}, {@code s} and {@code u}, and patterns of .NET that Java has, too. */
    String formatted(String format) throws DotNetException {
        return switch (format) {
            case "o", "O" -> ROUND_TRIP.format(time()) + (utc ? "Z" : "+00:00");
            case "s" -> DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").format(time());
            case "u" -> DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").format(time());
            default -> {
                try {
                    yield DateTimeFormatter.ofPattern(
                                    format.replace('f', 'S').replace("tt", "a").replace("K", "ZZZZZ"), Locale.ENGLISH)
                            .format(time());
                } catch (IllegalArgumentException | DateTimeException e) {
                    throw new DotNetException("FormatException", FORMAT, "The lab knows no such format of a date.");
                }
            }
        };
    }

    /** As it comes out on a screen by itself. */
    String shown() {
        return "\r\n"
                + DateTimeFormatter.ofPattern("EEEE, MMMM d, yyyy h:mm:ss a", Locale.ENGLISH)
                        .format(time()) + "\r\n\r\n";
    }

    @Override
    public String toString() {
        return PLAIN.format(time());
    }
}
