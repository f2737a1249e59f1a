package org.handover.app.notify;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.handover.app.engine.MailAddresses;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/** Mails a message to the given addresses, or to those whom it concerns. Plain text: nothing in it can be made to look like something else. */
final class MailChannel implements Channel {

    /** From here on an answer of a mail server is a refusal for good (RFC 5321, 4.2.1). */
    private static final int REFUSED = 500;

    private final JavaMailSender mail;
    private final MailAddresses users;
    private final String from;
    private final String host;
    private final List<String> to;
    private final Map<String, List<String>> ofGroups;

    /**
     * @param host of the application's own address, for the messages' ids
     * @param to where all of it goes; where it is empty, to those whom it concerns
     * @param ofGroups where mails for a group go; the others' go to their members
     */
    MailChannel(
            JavaMailSender mail,
            MailAddresses users,
            String from,
            String host,
            List<String> to,
            Map<String, List<String>> ofGroups) {
        this.mail = mail;
        this.users = users;
        this.from = from;
        this.host = host;
        this.to = List.copyOf(to);
        this.ofGroups = Map.copyOf(ofGroups);
    }

    @Override
    public String deliver(Message message) throws UndeliveredException {
        Set<String> addresses = addresses(message.happening());
        if (addresses.isEmpty()) {
            throw UndeliveredException.forGood("Nobody of %s has a mail address. Give them one, or the target its own."
                    .formatted(String.join(", ", message.happening().groups())));
        }
        try {
            mail.send(written(message, addresses));
            return String.join(", ", addresses);
        } catch (MailSendException e) {
            return reachedInPart(e);
        } catch (MailException e) {
            throw UndeliveredException.forNow(oneLine(e));
        } catch (MessagingException e) {
            throw UndeliveredException.forGood("The mail cannot be written: " + oneLine(e));
        }
    }

    private Set<String> addresses(Happening happening) {
        if (!to.isEmpty()) {
            return new LinkedHashSet<>(to);
        }
        return Stream.concat(
                        users.of(happening.people()).stream(),
                        happening.groups().stream().map(this::ofGroup).flatMap(Collection::stream))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Collection<String> ofGroup(String group) {
        List<String> given = ofGroups.getOrDefault(group, List.of());
        return given.isEmpty() ? users.ofMembers(group) : given;
    }

    /** The id of the mail is that of the message, so that mail systems drop doubles; mails of a thread stand together. */
    private MimeMessage written(Message message, Set<String> addresses) throws MessagingException {
        MimeMessage written = mail.createMimeMessage();
        MimeMessageHelper helper = new MimeMessageHelper(written, false, StandardCharsets.UTF_8.name());
        helper.setFrom(from);
        helper.setTo(addresses.toArray(String[]::new));
        helper.setSubject(message.title());
        helper.setText(message.text());
        written.setHeader("Message-ID", "<%s@%s>".formatted(message.id(), host));
        written.setHeader("References", "<%s@%s>".formatted(message.context().thread(), host));
        written.setHeader("Auto-Submitted", "auto-generated");
        return written;
    }

    /** Where some addresses were refused and others not, it was sent to these, and is not sent again. */
    private static String reachedInPart(MailSendException failed) throws UndeliveredException {
        Optional<SendFailedException> answer = Arrays.stream(failed.getMessageExceptions())
                .filter(SendFailedException.class::isInstance)
                .map(SendFailedException.class::cast)
                .findFirst();
        Address[] reached =
                answer.map(SendFailedException::getValidSentAddresses).orElse(new Address[0]);
        if (reached.length > 0) {
            Address[] refused = answer.get().getInvalidAddresses();
            return list(reached) + (refused == null ? "" : "; refused: " + list(refused));
        }
        String sentence = "The mail server did not take it: %s"
                .formatted(oneLine(answer.<Exception>map(e -> e).orElse(failed)));
        throw answer.filter(MailChannel::isRefusedForGood).isPresent()
                ? UndeliveredException.forGood(sentence)
                : UndeliveredException.forNow(sentence);
    }

    private static boolean isRefusedForGood(SendFailedException answer) {
        if (answer instanceof SMTPSendFailedException sent && sent.getReturnCode() >= REFUSED) {
            return true;
        }
        for (Exception next = answer; next instanceof MessagingException one; next = one.getNextException()) {
            if (next instanceof SMTPAddressFailedException address && address.getReturnCode() >= REFUSED) {
                return true;
            }
        }
        return false;
    }

    private static String list(Address[] addresses) {
        return Arrays.stream(addresses).map(Address::toString).collect(Collectors.joining(", "));
    }

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip();
    }
}
