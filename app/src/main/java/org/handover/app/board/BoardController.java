package org.handover.app.board;

import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.handover.app.failover.FailoverLookup;
import org.handover.app.live.LiveStreams;
import org.handover.journal.Failover;
import org.handover.journal.Failovers;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

@Controller
@RequestMapping("/board")
class BoardController {

    /** A picture is a document of its own, whose only style is its own. */
    private static final String PICTURE_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

    private final FailoverLookup lookup;
    private final Failovers failovers;
    private final RunList runs;
    private final RunPage page;
    private final LiveStreams live;
    private final RunTable table;

    BoardController(
            FailoverLookup lookup, Failovers failovers, RunList runs, RunPage page, LiveStreams live, RunTable table) {
        this.lookup = lookup;
        this.failovers = failovers;
        this.runs = runs;
        this.page = page;
        this.live = live;
        this.table = table;
    }

    @GetMapping
    String runs(@ModelAttribute("asked") RunList.Asked asked, Model model) {
        model.addAttribute("list", runs.of(asked));
        return "board/runs";
    }

    @GetMapping(path = "/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter liveRuns(@ModelAttribute RunList.Asked asked) {
        return live.follow(asked.toString(), () -> runs.of(asked).state());
    }

    @GetMapping("/failovers/{id}")
    String run(@PathVariable String id, @RequestParam(defaultValue = "") String journal, Model model) {
        model.addAttribute("page", page.of(lookup.find(id), journal.equals("whole")));
        return "board/run";
    }

    @GetMapping(path = "/failovers/{id}/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter liveRun(@PathVariable String id) {
        Failover failover = lookup.find(id);
        return live.follow(id, () -> page.state(failovers.get(failover.id())));
    }

    @GetMapping("/failovers/{id}/pictures/{process}.svg")
    ResponseEntity<byte[]> picture(@PathVariable String id, @PathVariable String process) {
        return picture(page.picture(lookup.find(id), process));
    }

    static ResponseEntity<byte[]> picture(Optional<byte[]> svg) {
        return svg.map(bytes -> ResponseEntity.ok()
                        .contentType(MediaType.valueOf("image/svg+xml"))
                        .header("Content-Security-Policy", PICTURE_POLICY)
                        .header(HttpHeaders.CACHE_CONTROL, "private, max-age=60")
                        .body(bytes))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    @GetMapping("/runs.csv")
    ResponseEntity<StreamingResponseBody> csv(@ModelAttribute RunList.Asked asked) {
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"runs.csv\"")
                .body(out -> {
                    Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
                    table.write(runs.criteria(asked), text);
                    text.flush();
                });
    }
}
