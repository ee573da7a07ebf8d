package main

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
	"github.com/libp2p/go-msgio"
)

// The protocols that this peer answers: frames come back as they are, and the body of a request back to front.
const (
	echoStream  = "/icn-mesh/echo-stream/1"
	echoRequest = "/icn-mesh/echo-request/1"
)

const (
	maxFrame    = 4 << 20
	timeout     = 10 * time.Second
	kindRequest = 0
	kindAnswer  = 1
)

var (
	errUnknownCommand = errors.New("unknown command")
	errRefused        = errors.New("refused")
)

func serveEcho(h host.Host) {
	h.SetStreamHandler(echoStream, func(stream network.Stream) {
		answerFrames(stream, func(frame []byte) []byte { return frame })
	})
	h.SetStreamHandler(echoRequest, func(stream network.Stream) {
		answerFrames(stream, answerRequest)
	})
}

func answerFrames(stream network.Stream, answer func([]byte) []byte) {
	defer stream.Close()
	reader, writer := msgio.NewVarintReaderSize(stream, maxFrame), msgio.NewVarintWriter(stream)
	for {
		frame, err := reader.ReadMsg()
		if err != nil {
			return
		}
		if reply := answer(frame); reply != nil {
			if writer.WriteMsg(reply) != nil {
				return
			}
		}
	}
}

// answerRequest reads kind, id and time, which are followed by the body; an answer has no time.
func answerRequest(frame []byte) []byte {
	if len(frame) < 9 || frame[0] != kindRequest {
		return nil
	}
	body := slices.Clone(frame[9:])
	slices.Reverse(body)
	return slices.Concat([]byte{kindAnswer}, frame[1:5], body)
}

func open(ctx context.Context, h host.Host, command Command) (network.Stream, error) {
	id, err := peer.Decode(command.Peer)
	if err != nil {
		return nil, err
	}
	stream, err := h.NewStream(ctx, id, protocol.ID(command.Protocol))
	if err != nil {
		return nil, err
	}
	return stream, stream.SetDeadline(time.Now().Add(timeout))
}

// exchangeFrames sends all frames, ends its side, and returns what comes until the other side ends.
func exchangeFrames(ctx context.Context, h host.Host, command Command) ([][]byte, error) {
	stream, err := open(ctx, h, command)
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	go func() {
		writer := msgio.NewVarintWriter(stream)
		for _, frame := range command.Frames {
			if writer.WriteMsg(frame) != nil {
				return
			}
		}
		stream.CloseWrite()
	}()
	reader := msgio.NewVarintReaderSize(stream, maxFrame)
	var frames [][]byte
	for {
		frame, err := reader.ReadMsg()
		if errors.Is(err, io.EOF) {
			return frames, nil
		}
		if err != nil {
			return frames, err
		}
		frames = append(frames, frame)
	}
}

func request(ctx context.Context, h host.Host, command Command) ([]byte, error) {
	stream, err := open(ctx, h, command)
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	head := binary.BigEndian.AppendUint32([]byte{kindRequest}, 1)
	head = binary.BigEndian.AppendUint32(head, uint32(timeout.Milliseconds()))
	if err := msgio.NewVarintWriter(stream).WriteMsg(append(head, command.Data...)); err != nil {
		return nil, err
	}
	frame, err := msgio.NewVarintReaderSize(stream, maxFrame).ReadMsg()
	if err != nil {
		return nil, err
	}
	if len(frame) < 5 || frame[0] != kindAnswer {
		return nil, errRefused
	}
	return frame[5:], nil
}
