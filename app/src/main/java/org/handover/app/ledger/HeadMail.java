package org.handover.app.ledger;

import java.io.IOException;
import org.handover.verify.SignedHead;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.util.StringUtils;

/** A mailbox: the head is the text of the mail. */
record HeadMail(JavaMailSender mail, String from, String to) implements HeadTarget {

    @Override
    public String name() {
        return "mail " + to;
    }

    @Override
    public void send(SignedHead head) throws IOException {
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom(from);
        message.setTo(StringUtils.tokenizeToStringArray(to, ","));
        message.setSubject("Handover: signed head %d".formatted(head.number()));
        message.setText(head.text());
        try {
            mail.send(message);
        } catch (MailException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
