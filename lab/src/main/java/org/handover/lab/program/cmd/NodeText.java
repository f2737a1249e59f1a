package org.handover.lab.program.cmd;

import org.handover.lab.program.cmd.Node.Block;
import org.handover.lab.program.cmd.Node.For;
import org.handover.lab.program.cmd.Node.If;
import org.handover.lab.program.cmd.Node.Pair;
import org.handover.lab.program.cmd.Node.Quiet;
import org.handover.lab.program.cmd.Node.Redirection;
import org.handover.lab.program.cmd.Node.Simple;

/** A command line as {@code for} shows it before each round: what it was understood as, not what was typed. */
final class NodeText {
    private NodeText() {}

    static String of(Node node) {
        if (node instanceof Simple simple) {
            StringBuilder text = new StringBuilder(simple.text().stripTrailing()).append(' ');
            for (Redirection redirection : simple.redirections()) {
                text.append(redirection.handle())
                        .append(
                                switch (redirection.kind()) {
                                    case READ -> "<";
                                    case WRITE -> ">";
                                    case APPEND -> ">>";
                                    case DUPLICATE -> ">&";
                                })
                        .append(redirection.target())
                        .append(' ');
            }
            return text.toString();
        }
        if (node instanceof Pair pair) {
            String operator =
                    switch (pair.operator()) {
                        case ALWAYS -> "& ";
                        case AND -> "&& ";
                        case OR -> "|| ";
                        case PIPE -> "| ";
                    };
            return of(pair.left()) + " " + operator + of(pair.right());
        }
        if (node instanceof Block block) {
            return "(" + of(block.body()) + ") ";
        }
        if (node instanceof Quiet quiet) {
            return of(quiet.body());
        }
        if (node instanceof If choice) {
            return "if ... " + of(choice.then());
        }
        return "for ... do " + of(((For) node).body());
    }
}
